package dev.pennypost.mail.dns;

import java.util.Optional;

/// Where a DNS server finds the zone that answers a question. May block; what it throws becomes a SERVFAIL.
@FunctionalInterface
public interface ZoneSource {
    /// The zone with authority over a name, or nothing when we have none.
    ///
    /// @param type the TYPE asked for (RFC 1035 §3.2.2), which may be one that [RecordType] does not have
    Optional<Zone> zoneOf(DomainName name, int type);
}
