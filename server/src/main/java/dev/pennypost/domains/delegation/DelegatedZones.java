package dev.pennypost.domains.delegation;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.pennypost.domains.delegation.DelegationStore.Delegated;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Zone;
import dev.pennypost.mail.dns.ZoneSource;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/// Answers for the operator's zone, and for the domains that are handed to us whole, from the database as it is now.
public final class DelegatedZones implements ZoneSource {
    /// Short enough that a key is served by every node long before anybody signs with it.
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final int NAMES_REMEMBERED = 50_000;

    /// The database has better to do than to answer strangers' questions.
    private static final int LOOKUPS_AT_ONCE = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final OperatorZone operator;
    private final Database database;
    private final DelegationStore store = new DelegationStore();
    private final Semaphore lookups = new Semaphore(LOOKUPS_AT_ONCE);
    private final Zone bare;
    private final LoadingCache<UUID, Zone> subtrees;
    private final LoadingCache<DomainName, Optional<Zone>> whole;

    public DelegatedZones(OperatorZone operator, Database database) {
        this.operator = operator;
        this.database = database;
        this.bare = operator.base().build();
        this.subtrees = Caffeine.newBuilder()
                .maximumSize(NAMES_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .build(this::subtree);
        this.whole = Caffeine.newBuilder()
                .maximumSize(NAMES_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .build(CacheLoader.<DomainName, Optional<Zone>>bulk(names -> wholes(Set.copyOf(names))));
    }

    @Override
    public Optional<Zone> zoneOf(DomainName name, int type) {
        if (name.isAtOrBelow(operator.name())) return Optional.of(inOperatorZone(name));
        // RFC 4035 §3.1.4.1: DS lives on the parent's side of the cut, and the parent is not ours.
        Optional<DomainName> from = type == Type.DS ? name.parent() : Optional.of(name);
        return from.flatMap(this::wholeAtOrAbove);
    }

    private Zone inOperatorZone(DomainName name) {
        return operator.idIn(name).map(subtrees::get).orElse(bare);
    }

    private Optional<Zone> wholeAtOrAbove(DomainName name) {
        List<DomainName> candidates = ancestry(name).toList();
        var zones = whole.getAll(candidates);
        return candidates.stream()
                .flatMap(at -> zones.getOrDefault(at, Optional.empty()).stream())
                .findFirst();
    }

    /// The name and those above it, nearest first, without the top-level domain.
    private static Stream<DomainName> ancestry(DomainName name) {
        return Stream.iterate(Optional.of(name), Optional::isPresent, at -> at.flatMap(DomainName::parent))
                .map(Optional::orElseThrow)
                .filter(at -> at.ascii().indexOf('.') > 0);
    }

    private Zone subtree(UUID id) {
        return query(tx -> store.aliased(tx, id)).map(this::subtree).orElse(bare);
    }

    private Zone subtree(Delegated domain) {
        var zone = operator.base().serial(domain.serial());
        operator.addServers(zone, operator.nameServers(domain.id()));
        fill(zone, domain, own -> operator.alias(domain.id(), domain.name(), own));
        return zone.build();
    }

    private Map<DomainName, Optional<Zone>> wholes(Set<DomainName> names) {
        var found = query(tx -> store.whole(tx, names));
        var zones = new HashMap<DomainName, Optional<Zone>>();
        for (DomainName name : names)
            zones.put(name, Optional.ofNullable(found.get(name)).map(this::whole));
        return zones;
    }

    private Zone whole(Delegated domain) {
        var zone = operator.own(domain.id(), domain.name()).serial(domain.serial());
        fill(zone, domain, own -> own);
        return zone.build();
    }

    private static void fill(Zone.Builder zone, Delegated domain, Function<DomainName, DomainName> place) {
        for (PlannedRecord record : domain.records()) zone.add(place.apply(record.name()), record.data());
        Set<DomainName> taken = Set.copyOf(
                domain.records().stream().map(PlannedRecord::name).distinct().toList());
        domain.revoked().stream()
                .map(selector -> domain.name().child(selector + "._domainkey"))
                .filter(name -> !taken.contains(name))
                // RFC 6376 §3.6.1: an empty p= says that the key has been revoked.
                .forEach(name -> zone.add(place.apply(name), new DnsRecord.Txt("v=DKIM1; p=")));
    }

    private <T> T query(Function<Transaction, T> question) {
        try {
            if (!lookups.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                throw new IllegalStateException("too many questions at once");
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", closing);
        }
        try {
            return database.inTransaction(question);
        } finally {
            lookups.release();
        }
    }
}
