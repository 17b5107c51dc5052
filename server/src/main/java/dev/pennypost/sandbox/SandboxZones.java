package dev.pennypost.sandbox;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Zone;
import dev.pennypost.mail.dns.ZoneSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/// The whole DNS of the sandbox: a zone for each added domain, the operator's hosts, and nothing else. A domain just
/// added has an empty zone; the zone of a removed one goes when it is next asked for.
///
/// Several teams may add the same name before one of them proves it. They share one zone, as they would outside.
final class SandboxZones implements ZoneSource {
    /// How long a domain may have been added or removed before DNS takes notice.
    private static final Duration NOTICE = Duration.ofMillis(250);

    private final CompletableFuture<Product> product = new CompletableFuture<>();
    private final Map<DomainName, Zone> operator = OperatorHosts.zones();
    private final Map<DomainName, ServedZone> byOrigin = new ConcurrentHashMap<>();
    private final ZoneFiles files;
    private final LoadingCache<DomainName, List<DomainId>> ids = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(NOTICE)
            .build(name -> domains().ids(name));

    SandboxZones(ZoneFiles files) {
        this.files = files;
    }

    /// What is known once the product has started.
    ///
    /// @param delegated what its own name server answers
    private record Product(AddedDomains domains, ZoneSource delegated) {}

    /// Tells which domains there are. Questions that came before wait for it.
    void connect(AddedDomains added, ZoneSource delegated) {
        product.complete(new Product(added, delegated));
    }

    /// Serves every record of the domain's plan.
    ServedZone publish(Domain domain) {
        return serve(new ServedZone(ZoneState.PUBLISHED, domain.id(), PlannedZone.of(domain)));
    }

    /// Serves none of them.
    ServedZone withhold(Domain domain) {
        return serve(ServedZone.withheld(domain.name(), domain.id()));
    }

    /// Serves this text instead.
    ///
    /// @throws dev.pennypost.mail.dns.BadZone naming the line and what is wrong with it
    ServedZone put(Domain domain, String text) {
        return serve(new ServedZone(ZoneState.CUSTOM, domain.id(), Zone.parse(domain.name(), text)));
    }

    ServedZone of(Domain domain) {
        ids.invalidate(domain.name());
        return ofAdded(domain.name()).orElseGet(() -> ServedZone.withheld(domain.name(), domain.id()));
    }

    /// The zone with the longest origin at or above the name. This is the only DNS there is, so it also answers for the
    /// rest of the world: that it does not exist.
    @Override
    public Optional<Zone> zoneOf(DomainName name, int type) {
        if (name.isAtOrBelow(OperatorHosts.DELEGATED))
            return product().delegated().zoneOf(name, type);
        Optional<Zone> known = ancestry(name)
                .map(origin -> servedAt(origin, type))
                .flatMap(Optional::stream)
                .findFirst();
        return known.or(() -> Optional.of(nowhere(name)));
    }

    private Optional<Zone> servedAt(DomainName origin, int type) {
        Zone ours = operator.get(origin);
        return ours != null ? Optional.of(ours) : ofAdded(origin).map(served -> behind(served, type));
    }

    /// A zone whose owner has handed it over is answered by the product.
    private Zone behind(ServedZone served, int type) {
        Zone zone = served.zone();
        if (served.state() != ZoneState.PUBLISHED) return zone;
        return product()
                .delegated()
                .zoneOf(zone.origin(), type)
                .filter(whole -> whole.origin().equals(zone.origin()))
                .orElse(zone);
    }

    private Optional<ServedZone> ofAdded(DomainName origin) {
        List<DomainId> owners = ids.get(origin);
        ServedZone kept = byOrigin.get(origin);
        if (owners.isEmpty()) {
            if (kept != null) forget(kept);
            return Optional.empty();
        }
        if (kept != null && owners.contains(kept.owner())) return Optional.of(kept);
        if (kept != null) forget(kept);
        return Optional.of(byOrigin.computeIfAbsent(origin, _ -> fromDisk(origin, owners)));
    }

    private ServedZone fromDisk(DomainName origin, List<DomainId> owners) {
        return files.read(origin)
                .filter(kept -> owners.contains(kept.owner()))
                .orElseGet(() -> ServedZone.withheld(origin, owners.getFirst()));
    }

    private synchronized ServedZone serve(ServedZone next) {
        DomainName origin = next.zone().origin();
        files.write(next);
        byOrigin.put(origin, next);
        ids.invalidate(origin);
        return next;
    }

    private synchronized void forget(ServedZone orphan) {
        DomainName origin = orphan.zone().origin();
        if (byOrigin.remove(origin, orphan)) files.delete(origin);
    }

    /// A top-level zone without the name, unless there is a zone of ours below it: then the name is an empty
    /// non-terminal and exists (RFC 8020 §2).
    private Zone nowhere(DomainName name) {
        DomainName top = new DomainName(name.labels().getLast());
        var zone = PlannedZone.builder(top);
        Stream.concat(operator.keySet().stream(), byOrigin.keySet().stream())
                .filter(origin -> origin.isAtOrBelow(name))
                .findFirst()
                .ifPresent(origin -> zone.add(origin, new DnsRecord.Name(RecordType.NS, OperatorHosts.NAME_SERVER)));
        return zone.build();
    }

    private static Stream<DomainName> ancestry(DomainName name) {
        return Stream.iterate(Optional.of(name), Optional::isPresent, at -> at.flatMap(DomainName::parent))
                .map(Optional::orElseThrow)
                .filter(at -> at.ascii().indexOf('.') > 0); // nobody can add a top-level domain
    }

    private AddedDomains domains() {
        return product().domains();
    }

    private Product product() {
        try {
            return product.get();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", closing);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
