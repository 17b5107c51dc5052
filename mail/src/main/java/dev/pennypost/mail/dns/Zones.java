package dev.pennypost.mail.dns;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.Type;

/// Zones kept in memory, which may come, change and go while they are served. A name belongs to the zone with the
/// longest origin at or above it.
public final class Zones implements ZoneSource {
    private final Map<DomainName, Zone> byOrigin = new ConcurrentHashMap<>();

    /// Serves this zone from now on, instead of one with the same origin.
    public void put(Zone zone) {
        byOrigin.put(zone.origin(), zone);
    }

    public void remove(DomainName origin) {
        byOrigin.remove(origin);
    }

    public Optional<Zone> get(DomainName origin) {
        return Optional.ofNullable(byOrigin.get(origin));
    }

    @Override
    public Optional<Zone> zoneOf(DomainName name, int type) {
        // RFC 4035 §3.1.4.1: DS lives on the parent's side of the cut.
        if (type == Type.DS && byOrigin.containsKey(name)) {
            Optional<Zone> parent = name.parent().flatMap(this::atOrAbove);
            if (parent.isPresent()) return parent;
        }
        return atOrAbove(name);
    }

    private Optional<Zone> atOrAbove(DomainName name) {
        for (var at = Optional.of(name); at.isPresent(); at = at.get().parent()) {
            Zone zone = byOrigin.get(at.get());
            if (zone != null) return Optional.of(zone);
        }
        return Optional.empty();
    }
}
