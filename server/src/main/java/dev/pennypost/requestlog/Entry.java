package dev.pennypost.requestlog;

/// A request on its way into the log.
record Entry(LoggedRequest request, Bodies bodies) {}
