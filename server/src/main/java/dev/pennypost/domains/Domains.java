package dev.pennypost.domains;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.pennypost.domains.AddResult.Added;
import dev.pennypost.domains.AddResult.Refused;
import dev.pennypost.domains.DomainEvent.DomainCreated;
import dev.pennypost.domains.DomainEvent.DomainDeleted;
import dev.pennypost.domains.DomainEvent.DomainUpdated;
import dev.pennypost.domains.DomainEvent.Facts;
import dev.pennypost.domains.DomainProblem.AlreadyRegistered;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.domains.diagnosis.RecordReport;
import dev.pennypost.domains.diagnosis.RecordState;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dkim.SigningIdentity;
import dev.pennypost.mail.dkim.SigningKey;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Customers' domains: adding them, telling what to publish, checking whether it is published, and who may send.
public final class Domains {
    /// How long another node may go on as if nothing had changed here.
    private static final Duration REMEMBERED = Duration.ofSeconds(3);

    private final Database database;
    private final InstantSource clock;
    private final DomainsConfig config;
    private final NewDomains intake;
    private final DomainKeys keys;
    private final Verification verification;
    private final DomainChecks checks;
    private final DomainStore store = new DomainStore();
    private final LoadingCache<Sender, Optional<SendingDomain>> senders;

    /// @param registrable the registrable domain of a name, nothing for a public suffix
    public Domains(
            Database database,
            Resolver resolver,
            SecretBox secrets,
            Function<DomainName, Optional<DomainName>> registrable,
            DomainsConfig config,
            InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.config = config;
        this.intake = new NewDomains(registrable, config);
        this.keys = new DomainKeys(database, store, secrets);
        this.verification = new Verification(Duration.ofHours(config.giveUpHours()));
        this.checks = new DomainChecks(database, store, new RecordCheck(resolver), clock, this::settle);
        this.senders = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(REMEMBERED)
                .build(sender -> database.inTransaction(tx -> store.named(tx, sender.team, sender.name))
                        .map(Domains::toSender));
    }

    /// Adds a domain with the records it needs and a key of its own. Nothing is looked up until [#verify].
    public AddResult add(TeamId team, AddDomain request) {
        return switch (intake.read(request)) {
            case NewDomains.Read.Bad(var problem) -> new Refused(problem);
            case NewDomains.Read.Good good -> add(team, good);
        };
    }

    private AddResult add(TeamId team, NewDomains.Read.Good good) {
        // Making a key takes a tenth of a second and more: not for nothing, and not inside a transaction.
        if (database.inTransaction(tx -> store.isTaken(tx, team, good.name())))
            return new Refused(new AlreadyRegistered(good.name()));
        var key = keys.make();
        var domain = newDomain(team, good, key);
        byte[] sealed = keys.seal(domain.id(), key);
        return database.inTransaction(tx -> {
            if (!store.insert(tx, domain, config.dkimSelector(), sealed))
                return new Refused(new AlreadyRegistered(good.name()));
            tx.publish(new DomainCreated(Facts.of(domain)));
            forgetAfterCommit(tx, domain);
            return new Added(domain);
        });
    }

    private Domain newDomain(TeamId team, NewDomains.Read.Good good, SigningKey key) {
        Instant now = now();
        var records = good.plan().records(config.dkimSelector(), key.publicRecord()).stream()
                .map(planned -> new DomainRecord(planned, RecordStatus.NOT_STARTED, List.of()))
                .toList();
        var summary = new DomainSummary(
                new DomainId(Ids.next(now)),
                team,
                good.name(),
                good.plan().registrable(),
                DomainStatus.NOT_STARTED,
                good.plan().settings(),
                now);
        return new Domain(summary, records, CheckState.NEVER);
    }

    public Optional<Domain> get(TeamId team, DomainId id) {
        return database.inTransaction(tx -> store.get(tx, team, id));
    }

    /// One page of the team's domains; empty when the cursor is unknown.
    public Optional<Page<DomainSummary>> list(TeamId team, PageRequest page) {
        return database.inTransaction(tx -> store.page(tx, team, page));
    }

    /// Has the domain's records looked for from now on, and returns at once. Empty when the team has no such domain.
    public Optional<DomainId> verify(TeamId team, DomainId id) {
        return database.inTransaction(tx -> store.lock(tx, team, id).map(domain -> {
            var requested = verification.requested(domain, now());
            save(tx, domain, requested);
            tx.afterCommit(checks::wake);
            return id;
        }));
    }

    /// Removes the domain, its records and its key. Empty when the team has no such domain.
    public Optional<DomainId> remove(TeamId team, DomainId id) {
        return database.inTransaction(tx -> store.lock(tx, team, id).map(domain -> {
            store.delete(tx, domain);
            tx.publish(new DomainDeleted(Facts.of(domain)));
            forgetAfterCommit(tx, domain);
            tx.afterCommit(() -> keys.forget(id));
            return id;
        }));
    }

    /// The team's domain of this name, as senders need it. Remembered: a change elsewhere shows within seconds.
    public Optional<SendingDomain> sending(TeamId team, DomainName name) {
        return senders.get(new Sender(team, name));
    }

    /// The ids a name was added under, one for each team that has it. For those who play the outside world, which knows
    /// no teams.
    public List<DomainId> everyId(DomainName name) {
        return database.inTransaction(tx -> store.everyId(tx, name));
    }

    /// What mail of a domain is signed with; empty when there is no such domain.
    public Optional<SigningIdentity> signingKey(DomainId id) {
        return keys.of(id);
    }

    /// The background work that looks for records; to be started once.
    public DomainChecks checks() {
        return checks;
    }

    /// Writes what a check found, unless the domain went, or a newer check was asked for, while DNS was spoken to.
    private void settle(Domain checked, List<RecordReport> verdicts) {
        database.useTransaction(tx -> store.lock(tx, checked.team(), checked.id())
                .filter(domain -> domain.checks().round() == checked.checks().round())
                .ifPresent(domain ->
                        save(tx, domain, verification.checked(domain, withRivals(tx, domain, verdicts), now()))));
    }

    /// Only one team can have proved a name: while another has, ours is not right whatever DNS says.
    private List<RecordReport> withRivals(Transaction tx, Domain domain, List<RecordReport> verdicts) {
        boolean contested = domain.status() != DomainStatus.VERIFIED && store.isProvedByOther(tx, domain);
        return contested ? verdicts.stream().map(Domains::contested).toList() : verdicts;
    }

    private static RecordReport contested(RecordReport report) {
        if (report.planned().purpose() != Purpose.DKIM) return report;
        return report.but(
                RecordState.WRONG,
                new Finding(
                        Finding.Code.VERIFIED_ELSEWHERE,
                        Finding.Severity.ERROR,
                        "Another team has verified this domain.",
                        "Claim the domain, or have the other team remove it first.",
                        report.planned().value(),
                        null));
    }

    private void save(Transaction tx, Domain before, Domain after) {
        store.update(tx, after);
        if (!Facts.of(before).equals(Facts.of(after))) tx.publish(new DomainUpdated(Facts.of(after)));
        forgetAfterCommit(tx, after);
    }

    private void forgetAfterCommit(Transaction tx, Domain domain) {
        tx.afterCommit(() -> senders.invalidate(new Sender(domain.team(), domain.name())));
    }

    /// To the microsecond, which is what the database keeps.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static SendingDomain toSender(DomainSummary domain) {
        boolean maySend =
                domain.status() == DomainStatus.VERIFIED && domain.settings().sending();
        return new SendingDomain(
                domain.id(),
                domain.name(),
                domain.status(),
                maySend,
                RecordPlan.returnPath(domain.name(), domain.settings()),
                domain.settings().tls());
    }

    private record Sender(TeamId team, DomainName name) {}
}
