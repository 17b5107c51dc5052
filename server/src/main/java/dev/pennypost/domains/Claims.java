package dev.pennypost.domains;

import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Action;
import dev.pennypost.domains.Claim.BlockedReason;
import dev.pennypost.domains.Claim.Status;
import dev.pennypost.domains.ClaimResult.Claimed;
import dev.pennypost.domains.ClaimResult.Refused;
import dev.pennypost.domains.ClaimResult.StillOpen;
import dev.pennypost.domains.diagnosis.Examiner;
import dev.pennypost.domains.diagnosis.RecordState;
import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Taking over names that another team has proved. A claim is looked at in one transaction, DNS is asked outside of
/// any, and the name changes hands in a second one.
public final class Claims implements AutoCloseable {
    private static final int AT_ONCE = 16;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int TOKEN_BYTES = 20;

    private final Database database;
    private final Domains domains;
    private final Examiner examiner;
    private final OwnerActivity activity;
    private final DomainsConfig config;
    private final InstantSource clock;
    private final SecureRandom random;
    private final ClaimStore store = new ClaimStore();
    private final Loop loop = Loop.named(
            "domain-claims", Duration.ofSeconds(5), Acting.ourselves("domain claims", this::round));

    public Claims(
            Database database,
            Domains domains,
            Examiner examiner,
            OwnerActivity activity,
            DomainsConfig config,
            InstantSource clock,
            SecureRandom random) {
        this.database = database;
        this.domains = domains;
        this.examiner = examiner;
        this.activity = activity;
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    public Claims start() {
        loop.start();
        return this;
    }

    @Override
    public void close() {
        loop.close();
    }

    /// Claims a name: the team gets a domain of its own that holds its place, and a token to publish.
    public ClaimResult claim(TeamId team, AddDomain request) {
        return switch (domains.place(team, request)) {
            case Domains.Place.Bad(var problem) -> new Refused(problem);
            case Domains.Place.Good(var domain) -> claim(domain);
        };
    }

    private ClaimResult claim(Domain domain) {
        var claim = newClaim(domain);
        return database.inTransaction(tx -> {
            var open = store.lock(tx, domain.team(), domain.id())
                    .map(latest -> latest.at(claim.createdAt()))
                    .filter(latest -> latest.status().isOpen())
                    .filter(latest -> latest.region() == claim.region());
            if (open.isPresent()) return new StillOpen(open.get());
            store.end(tx, domain.team(), domain.id(), Status.SUPERSEDED);
            store.insert(tx, claim);
            DomainTrail.claim(tx, Action.DOMAIN_CLAIMED, claim);
            return new Claimed(claim);
        });
    }

    private Claim newClaim(Domain domain) {
        var now = now();
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return new Claim(
                Ids.next(now),
                domain.team(),
                domain.id(),
                domain.name(),
                domain.settings().region(),
                HexFormat.of().formatHex(token),
                Status.PENDING,
                null,
                null,
                0,
                now,
                now.plus(Claim.LIFETIME));
    }

    /// The latest claim of a team's domain.
    public Optional<Claim> get(TeamId team, DomainId domain) {
        return database.inTransaction(tx -> store.latest(tx, team, domain)).map(claim -> claim.at(now()));
    }

    /// Has the token looked for from now on, and returns at once.
    public Optional<Claim> verify(TeamId team, DomainId domain) {
        return database.inTransaction(tx -> store.lock(tx, team, domain).map(found -> {
            var claim = found.at(now());
            store.update(tx, claim, claim.status().isOpen() ? now() : null);
            DomainTrail.claim(tx, Action.DOMAIN_CLAIM_VERIFICATION_REQUESTED, claim);
            tx.afterCommit(loop::wake);
            return claim;
        }));
    }

    /// Looks at the claims that are due; says whether more may be.
    boolean round() {
        var due = database.inTransaction(tx -> store.lease(tx, AT_ONCE, now(), LEASE));
        for (Claim claim : due) settle(claim, isProved(claim));
        return due.size() == AT_ONCE;
    }

    private boolean isProved(Claim claim) {
        var subject = new Examiner.Subject(claim.name(), List.of(claim.record()), Set.of());
        var state = examiner.examine(subject).records().getFirst().state();
        return state == RecordState.RIGHT || state == RecordState.CACHED_ELSEWHERE;
    }

    private void settle(Claim looked, boolean proved) {
        var now = now();
        // Asked outside of the transaction that changes hands: it reads other tables, and a mail more or less is no
        // reason to hold the domain's row.
        BlockedReason obstacle = proved ? obstacle(looked, now) : null;
        database.useTransaction(tx -> store.lock(tx, looked.team(), looked.domain())
                .filter(claim ->
                        claim.id().equals(looked.id()) && claim.status().isOpen())
                .ifPresent(claim -> settle(tx, claim.at(now), proved, obstacle, now)));
    }

    private void settle(Transaction tx, Claim claim, boolean proved, @Nullable BlockedReason obstacle, Instant now) {
        if (!claim.status().isOpen()) {
            store.update(tx, claim, null);
        } else if (!proved) {
            var still = claim.with(Status.PENDING, null, null);
            store.update(tx, still, now.plus(CheckSchedule.waitAfter(still.checks(), still.id())));
        } else if (obstacle != null) {
            store.update(tx, claim.with(Status.BLOCKED, obstacle, null), now.plus(Duration.ofHours(1)));
        } else {
            domains.handOver(tx, claim.team(), claim.domain(), now);
            store.update(tx, claim.with(Status.COMPLETED, null, null), null);
            DomainTrail.claim(tx, Action.DOMAIN_CLAIM_COMPLETED, claim);
        }
    }

    private @Nullable BlockedReason obstacle(Claim claim, Instant now) {
        var holder = domains.holder(claim.name(), claim.domain());
        if (holder.isEmpty()) return null;
        var owner = holder.get();
        var verified = owner.verifiedAt();
        if (verified != null && now.isBefore(verified.plus(Duration.ofHours(config.claimGraceHours()))))
            return BlockedReason.GRACE_PERIOD;
        var quietSince = now.minus(Duration.ofDays(config.claimQuietDays()));
        if (activity.hasSentSince(owner.team(), owner.id(), quietSince)) return BlockedReason.RECENT_OWNER_ACTIVITY;
        return activity.hasScheduled(owner.team(), owner.id()) ? BlockedReason.PENDING_SCHEDULED_EMAILS : null;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
