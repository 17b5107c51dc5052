package dev.pennypost.mail.dns;

import java.time.Duration;

/// One record of a zone with its owner.
///
/// @param ttl whole seconds
public record ZoneRecord(DomainName owner, Duration ttl, DnsRecord data) {}
