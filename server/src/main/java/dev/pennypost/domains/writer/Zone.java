package dev.pennypost.domains.writer;

import dev.pennypost.mail.dns.DomainName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A zone as a DNS host knows it.
///
/// @param id what the host's API calls it, often its name
/// @param leastTtl seconds below which the host refuses a TTL
record Zone(DomainName name, String id, int leastTtl) {
    /// Seconds a new record may be remembered: short, so that a mistake is mended within minutes.
    private static final int TTL = 300;

    Zone(DomainName name, int leastTtl) {
        this(name, name.ascii(), leastTtl);
    }

    int ttl() {
        return Math.max(TTL, leastTtl);
    }

    /// A name without the zone's.
    ///
    /// @param apex what stands for the zone's own name
    String relative(DomainName owner, String apex) {
        if (owner.equals(name)) return apex;
        return owner.ascii().substring(0, owner.ascii().length() - name.ascii().length() - 1);
    }

    /// The name that the host spells relative to the zone; nothing when it is none.
    ///
    /// @param host empty or `@` for the zone itself
    Optional<DomainName> absolute(String host) {
        return host.isEmpty() || host.equals("@") ? Optional.of(name) : OwnerName.read(host + "." + name);
    }

    /// The names a zone could have that holds `owner`: the name itself and those above it, without the top-level
    /// domain.
    static List<DomainName> candidates(DomainName owner) {
        var candidates = new ArrayList<DomainName>();
        for (var name = owner; name.labels().size() > 1; name = name.parent().orElseThrow()) candidates.add(name);
        return candidates;
    }
}
