package dev.pennypost.delivery.traffic;

/// How a connection may be opened: from which address, and who counts it. The throttle has counted it already.
public record Way(Source source, Throttle throttle, boolean overflow) {}
