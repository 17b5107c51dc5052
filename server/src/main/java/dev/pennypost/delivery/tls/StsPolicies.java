package dev.pennypost.delivery.tls;

import dev.pennypost.delivery.tls.StsFetch.Fetched;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.mtasts.StsRecord;
import dev.pennypost.mail.tlsrpt.ResultType;
import dev.pennypost.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// The MTA-STS policies of recipients' domains (RFC 8461 §3): fetched when a record announces a new one, kept in the
/// database for as long as they say, looked up in memory for some minutes. Blocks while it fetches; whoever asks for
/// the same domain meanwhile waits for the same answer.
public final class StsPolicies implements StsSource {
    /// RFC 8461 §3.3: after a failure the next try is at least five minutes away.
    private static final Duration FAILURE_STANDS = Duration.ofMinutes(5);

    /// RFC 8461 §10.2: refreshing long before the end leaves an attacker no moment without a policy.
    private static final Duration REFRESHED_AFTER = Duration.ofDays(1);

    private static final Duration IN_MEMORY = Duration.ofMinutes(5);
    private static final int MOST = 20_000;

    private final Resolver resolver;
    private final StsFetch fetch;
    private final Database database;
    private final InstantSource clock;
    private final Executor background;
    private final StsPolicyStore store = new StsPolicyStore();
    private final Recent<DomainName, Optional<KeptPolicy>> kept = new Recent<>(MOST);
    private final Recent<DomainName, Failure> failures = new Recent<>(MOST);
    private final ConcurrentHashMap<DomainName, CompletableFuture<Standing>> underWay = new ConcurrentHashMap<>();

    private record Failure(String id, ResultType result) {}

    public StsPolicies(Resolver resolver, StsFetch fetch, Database database, InstantSource clock) {
        this(resolver, fetch, database, clock, Thread::startVirtualThread);
    }

    /// @param background refreshes policies that are still good
    StsPolicies(Resolver resolver, StsFetch fetch, Database database, InstantSource clock, Executor background) {
        this.resolver = resolver;
        this.fetch = fetch;
        this.database = database;
        this.clock = clock;
        this.background = background;
    }

    @Override
    public Standing of(DomainName domain) {
        Optional<StsRecord> announced = announced(domain);
        Optional<KeptPolicy> known = known(domain);
        if (announced.isEmpty()) return standing(known, Optional.empty()); // RFC 8461 §3.1: what is kept counts on
        String id = announced.get().id();
        if (known.isEmpty() || !known.get().id().equals(id)) return renewed(domain, id);
        if (isOld(known.get())) background.execute(() -> renewed(domain, id));
        return standing(known, Optional.empty());
    }

    /// Forgets policies that have ended. What ended lately stays: the domain may just be slow to renew its own.
    public Loop forgetting() {
        return Loop.named("mta-sts-policies", Duration.ofHours(6), () -> {
            Instant before = clock.instant().minus(Duration.ofDays(7));
            database.useTransaction(tx -> store.forget(tx, before));
            return false;
        });
    }

    private Optional<StsRecord> announced(DomainName domain) {
        try {
            return StsRecord.in(resolver.ask(StsRecord.nameFor(domain), RecordType.TXT));
        } catch (BadDomainName tooLong) {
            return Optional.empty();
        }
    }

    /// The policy that is kept and still counts.
    private Optional<KeptPolicy> known(DomainName domain) {
        Instant now = clock.instant();
        return kept.get(domain, now).orElseGet(() -> recalled(domain)).filter(policy -> policy.countsAt(now));
    }

    private Optional<KeptPolicy> recalled(DomainName domain) {
        Optional<KeptPolicy> found = database.inTransaction(tx -> store.find(tx, domain));
        kept.put(domain, found, clock.instant().plus(IN_MEMORY));
        return found;
    }

    private boolean isOld(KeptPolicy policy) {
        return clock.instant().isAfter(policy.fetchedAt().plus(REFRESHED_AFTER));
    }

    private Standing renewed(DomainName domain, String id) {
        var mine = new CompletableFuture<Standing>();
        CompletableFuture<Standing> others = underWay.putIfAbsent(domain, mine);
        if (others != null) return others.join();
        try {
            mine.complete(renew(domain, id));
        } catch (RuntimeException broken) {
            mine.completeExceptionally(broken);
        } finally {
            underWay.remove(domain, mine);
        }
        return mine.join();
    }

    private Standing renew(DomainName domain, String id) {
        Instant now = clock.instant();
        Optional<KeptPolicy> stored = recalled(domain).filter(policy -> policy.countsAt(now));
        if (stored.filter(policy -> policy.id().equals(id) && !isOld(policy)).isPresent())
            return standing(stored, Optional.empty()); // another node was first
        Optional<Failure> failed =
                failures.get(domain, now).filter(failure -> failure.id().equals(id));
        if (failed.isPresent()) return standing(stored, failed.map(Failure::result));
        return switch (fetch.fetch(domain)) {
            case Fetched.Policy(var policy) -> {
                Instant fetched = clock.instant();
                yield keep(domain, new KeptPolicy(id, policy, fetched, fetched.plus(policy.maxAge())));
            }
            case Fetched.Failed(ResultType result, String _) -> {
                failures.put(domain, new Failure(id, result), clock.instant().plus(FAILURE_STANDS));
                yield standing(stored, Optional.of(result));
            }
        };
    }

    private Standing keep(DomainName domain, KeptPolicy fresh) {
        database.useTransaction(tx -> store.put(tx, domain, fresh));
        kept.put(domain, Optional.of(fresh), clock.instant().plus(IN_MEMORY));
        return standing(Optional.of(fresh), Optional.empty());
    }

    private static Standing standing(Optional<KeptPolicy> policy, Optional<ResultType> trouble) {
        return new Standing(policy.map(KeptPolicy::policy), trouble);
    }
}
