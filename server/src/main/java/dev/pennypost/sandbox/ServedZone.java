package dev.pennypost.sandbox;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Zone;

/// The zone of an added domain.
///
/// @param owner the domain it was made for; once that is removed the zone counts no more
record ServedZone(ZoneState state, DomainId owner, Zone zone) {
    static ServedZone withheld(DomainName origin, DomainId owner) {
        return new ServedZone(ZoneState.WITHHELD, owner, PlannedZone.empty(origin));
    }
}
