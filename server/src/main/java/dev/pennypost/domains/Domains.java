package dev.pennypost.domains;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Action;
import dev.pennypost.domains.AddResult.Added;
import dev.pennypost.domains.AddResult.Refused;
import dev.pennypost.domains.DomainChecks.Checked;
import dev.pennypost.domains.DomainEvent.DomainCreated;
import dev.pennypost.domains.DomainEvent.DomainDeleted;
import dev.pennypost.domains.DomainEvent.DomainUpdated;
import dev.pennypost.domains.DomainEvent.Facts;
import dev.pennypost.domains.DomainProblem.AlreadyRegistered;
import dev.pennypost.domains.DomainProblem.NobodyElseHasIt;
import dev.pennypost.domains.delegation.OperatorZone;
import dev.pennypost.domains.diagnosis.Examination;
import dev.pennypost.domains.diagnosis.Examiner;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.RecordReport;
import dev.pennypost.domains.diagnosis.RecordState;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.domains.signing.DomainKey;
import dev.pennypost.domains.signing.KeyAlgorithm;
import dev.pennypost.domains.signing.KeyProblem;
import dev.pennypost.domains.signing.KeyStage;
import dev.pennypost.domains.signing.Seen;
import dev.pennypost.domains.signing.SigningKeys;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.dkim.SigningIdentity;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Customers' domains: adding them, telling what to publish, checking whether it is published, and who may send.
public final class Domains {
    /// How long another node may go on as if nothing had changed here.
    private static final Duration REMEMBERED = Duration.ofSeconds(3);

    private static final Duration ROTATION_PAUSE = Duration.ofMinutes(1);

    /// Each takes a tenth of a second of computing.
    private static final int ROTATED_AT_ONCE = 20;

    /// A token no one guesses.
    private static final int TOKEN_BYTES = 16;

    private final Database database;
    private final InstantSource clock;
    private final DomainsConfig config;
    private final @Nullable OperatorZone operator;
    private final Predicate<DomainName> reports;
    private final NewDomains intake;
    private final SigningKeys keys;
    private final Verification verification;
    private final DomainChecks checks;
    private final SecureRandom random = new SecureRandom();
    private final DomainStore store = new DomainStore();
    private final HistoryStore history = new HistoryStore();
    private final Incidents incidents;
    private final ClaimStore claims = new ClaimStore();
    private final LoadingCache<Sender, Optional<SendingDomain>> senders;

    /// Without a zone of the operator's: owners publish every record themselves.
    ///
    /// @param registrable the registrable domain of a name, nothing for a public suffix
    public Domains(
            Database database,
            Examiner examiner,
            SecretBox secrets,
            Function<DomainName, Optional<DomainName>> registrable,
            DomainsConfig config,
            InstantSource clock) {
        this(database, examiner, secrets, registrable, config, Optional.empty(), _ -> false, clock);
    }

    /// @param registrable the registrable domain of a name, nothing for a public suffix
    /// @param operator the zone that owners' records may lead into
    /// @param reports which domain TLS reports are sent from
    public Domains(
            Database database,
            Examiner examiner,
            SecretBox secrets,
            Function<DomainName, Optional<DomainName>> registrable,
            DomainsConfig config,
            Optional<OperatorZone> operator,
            Predicate<DomainName> reports,
            InstantSource clock) {
        this.database = database;
        this.reports = reports;
        this.clock = clock;
        this.config = config;
        this.operator = operator.orElse(null);
        this.intake = new NewDomains(registrable, config, this.operator);
        this.keys = new SigningKeys(database, secrets, Duration.ofDays(config.keyRetireDays()));
        this.verification = new Verification(Duration.ofHours(config.giveUpHours()));
        this.incidents = new Incidents(database, registrable, clock);
        this.checks = new DomainChecks(database, store, examiner, clock, this::settle);
        this.senders = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(REMEMBERED)
                .build(sender -> database.inTransaction(tx -> store.named(tx, sender.team, sender.name)
                        .map(domain -> toSender(
                                domain,
                                store.lacksDmarc(tx, domain.team(), domain.id()),
                                store.leadsLinks(tx, domain.team(), domain.id())))));
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
        return insert(team, good)
                .<AddResult>map(Added::new)
                .orElseGet(() -> new Refused(new AlreadyRegistered(good.name())));
    }

    private Optional<Domain> insert(TeamId team, NewDomains.Read.Good good) {
        var made = firstKeys(good);
        var domain =
                newDomain(team, good, made.stream().map(SigningKeys.NewKey::key).toList());
        return database.inTransaction(tx -> {
            if (!store.insert(tx, domain)) return Optional.empty();
            made.forEach(key -> keys.add(tx, team.value(), domain.id().value(), key));
            tx.publish(new DomainCreated(Facts.of(domain)));
            DomainTrail.note(tx, Action.DOMAIN_CREATED, null, domain);
            forgetAfterCommit(tx, domain);
            return Optional.of(domain);
        });
    }

    private List<SigningKeys.NewKey> firstKeys(NewDomains.Read.Good good) {
        var made = new ArrayList<SigningKeys.NewKey>();
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            if (algorithm == KeyAlgorithm.RSA || good.ed25519())
                made.add(published(
                        good.name(),
                        keys.make(
                                SigningKeys.slots(config.dkimSelector(), algorithm)
                                        .getFirst(),
                                algorithm,
                                now())));
        }
        return made;
    }

    private Domain newDomain(TeamId team, NewDomains.Read.Good good, List<DomainKey> made) {
        Instant now = now();
        var id = new DomainId(Ids.next(now));
        var dkim = RecordPlan.keys(good.name(), made);
        var proofs = good.ownership().stream()
                .map(ownership -> RecordPlan.proof(good.name(), ownership, token()))
                .toList();
        var plan = new RecordPlan(id, good.name(), good.settings(), config, operator);
        var records =
                plan.records(dkim, proofs).stream().map(DomainRecord::unchecked).toList();
        var summary = new DomainSummary(id, team, good.name(), good.registrable(), good.settings(), Life.begun(now));
        return new Domain(summary, records, CheckState.NEVER, DnsFacts.NONE);
    }

    private String token() {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    /// A domain that holds a claiming team's place, or why there cannot be one.
    sealed interface Place {
        record Good(Domain domain) implements Place {}

        record Bad(DomainProblem problem) implements Place {}
    }

    /// Finds or makes the team's own domain of a name that another team has proved.
    Place place(TeamId team, AddDomain request) {
        return switch (intake.read(request)) {
            case NewDomains.Read.Bad(var problem) -> new Place.Bad(problem);
            case NewDomains.Read.Good good -> place(team, good);
        };
    }

    private Place place(TeamId team, NewDomains.Read.Good good) {
        var own = database.inTransaction(
                tx -> store.named(tx, team, good.name()).flatMap(summary -> store.get(tx, team, summary.id())));
        if (own.isPresent() && own.get().status().isProved()) return new Place.Bad(new AlreadyRegistered(good.name()));
        boolean held = database.inTransaction(tx -> store.isHeldByOther(tx, team, good.name()));
        if (!held) return new Place.Bad(new NobodyElseHasIt(good.name()));
        return own.or(() -> insert(team, good))
                .<Place>map(Place.Good::new)
                .orElseGet(() -> new Place.Bad(new AlreadyRegistered(good.name())));
    }

    /// The domain of another team that has proved the name.
    Optional<DomainSummary> holder(DomainName name, DomainId other) {
        return database.inTransaction(tx -> store.holder(tx, name, other));
    }

    /// Takes the name from the team that has it and gives it to the team that claimed it. Mail from the domain stops
    /// until the new owner has published its own records: nobody signs with a key that is another team's.
    void handOver(Transaction tx, TeamId team, DomainId to, Instant now) {
        var name = store.get(tx, team, to).map(Domain::name);
        name.ifPresent(known -> store.lockName(tx, known));
        var claimer = store.lock(tx, team, to);
        if (claimer.isEmpty()) return;
        store.lockHolder(tx, claimer.get().name(), to).ifPresent(owner -> {
            save(tx, owner, lost(owner, now));
            DomainTrail.lost(tx, owner);
        });
        store.giveName(tx, claimer.get());
    }

    private static Domain lost(Domain owner, Instant now) {
        var records = owner.allRecords().stream()
                .map(record -> Abilities.isProof(record.planned().purpose()) ? lost(record) : record)
                .toList();
        var settled = Verification.settled(owner.with(records), now);
        var checks = owner.checks();
        return settled.with(new CheckState(checks.round() + 1, 0, checks.checkedAt(), null));
    }

    private static DomainRecord lost(DomainRecord record) {
        return new DomainRecord(
                record.planned(),
                RecordStatus.FAILED,
                RecordState.WRONG,
                List.of(verifiedElsewhere(record.planned())),
                null,
                record.since(),
                record.misses());
    }

    /// Whether the team has any domain.
    public static boolean hasAny(Transaction tx, TeamId team) {
        return new DomainStore().any(tx, team);
    }

    public Optional<Domain> get(TeamId team, DomainId id) {
        return database.inTransaction(tx -> store.get(tx, team, id));
    }

    /// The names of those of these domains that the team has.
    public Map<DomainId, DomainName> names(TeamId team, Collection<DomainId> ids) {
        return ids.isEmpty() ? Map.of() : database.inTransaction(tx -> store.names(tx, team, ids));
    }

    /// One page of the team's domains; empty when the cursor is unknown.
    public Optional<Page<DomainSummary>> list(TeamId team, PageRequest page) {
        return database.inTransaction(tx -> store.page(tx, team, page));
    }

    /// The same with every domain's records.
    public Optional<Page<Domain>> detailed(TeamId team, PageRequest page) {
        return database.inTransaction(tx -> store.detailedPage(tx, team, page));
    }

    /// One page of the team's domains of a filter; empty when the cursor is unknown.
    public Optional<Page<DomainSummary>> list(TeamId team, DomainFilter filter, PageRequest page) {
        return database.inTransaction(tx -> store.page(tx, team, filter, page));
    }

    /// The same with every domain's records.
    public Optional<Page<Domain>> detailed(TeamId team, DomainFilter filter, PageRequest page) {
        return database.inTransaction(tx -> store.detailedPage(tx, team, filter, page));
    }

    /// Whether owners may lead their records into a zone of the operator's.
    public boolean hasOperatorZone() {
        return operator != null;
    }

    /// The team's domains of a filter, for callers that count their way through a list. What lies far behind takes
    /// longer to reach; [#list] does not mind.
    public DomainSlice slice(TeamId team, DomainFilter filter, int limit, int offset) {
        return database.inTransaction(
                tx -> new DomainSlice(store.some(tx, team, filter, limit, offset), store.count(tx, team, filter)));
    }

    /// One page of what checks of the domain saw, newest first; empty when the cursor is unknown.
    public Optional<Page<HistoryEntry>> history(TeamId team, DomainId id, PageRequest page) {
        return database.inTransaction(tx -> history.page(tx, team, id, page));
    }

    /// What receivers hold against the domains' mail.
    public Incidents incidents() {
        return incidents;
    }

    /// Changes settings, and the plan that follows from them. Records that stay keep their standing.
    public UpdateResult update(TeamId team, DomainId id, UpdateDomain change) {
        return database.inTransaction(tx -> store.lock(tx, team, id)
                .map(domain -> update(tx, domain, change))
                .orElseGet(UpdateResult.NoSuchDomain::new));
    }

    private UpdateResult update(Transaction tx, Domain domain, UpdateDomain change) {
        var settings = change.appliedTo(domain.settings());
        var problem = NewDomains.problem(domain.name(), settings);
        if (problem.isPresent()) return new UpdateResult.Refused(problem.get());
        if (settings.equals(domain.settings())) return new UpdateResult.Updated(domain);
        var records = RecordPlan.standing(replan(tx, domain, settings), domain.allRecords());
        var changed = verification.replanned(domain, settings, records, now());
        store.replan(tx, changed);
        tell(tx, domain, changed);
        DomainTrail.note(tx, Action.DOMAIN_UPDATED, domain, changed);
        tx.afterCommit(checks::wake);
        return new UpdateResult.Updated(changed);
    }

    private List<PlannedRecord> replan(Transaction tx, Domain domain, DomainSettings settings) {
        var dkim = RecordPlan.keys(domain.name(), keysOf(tx, domain));
        var proofs = RecordPlan.kept(domain.allRecords(), Purpose.OWNERSHIP);
        if (proofs.isEmpty() && !settings.sending())
            proofs = List.of(RecordPlan.proof(domain.name(), Ownership.OURS, token()));
        return new RecordPlan(domain.id(), domain.name(), settings, config, operator).records(dkim, proofs);
    }

    /// Stops mail from and to the domain, or lets it go on. Its records are watched all the same.
    public Optional<Domain> suspend(TeamId team, DomainId id, boolean suspended) {
        return database.inTransaction(tx -> store.lock(tx, team, id).map(domain -> {
            var changed = domain.with(domain.life().suspended(suspended, now()));
            save(tx, domain, changed);
            DomainTrail.note(tx, Action.DOMAIN_UPDATED, domain, changed);
            return changed;
        }));
    }

    /// Has the domain's records looked for from now on, and returns at once. Empty when the team has no such domain.
    public Optional<DomainId> verify(TeamId team, DomainId id) {
        return database.inTransaction(tx -> store.lock(tx, team, id).map(domain -> {
            save(tx, domain, verification.requested(domain, now()));
            DomainTrail.asked(tx, domain);
            tx.afterCommit(checks::wake);
            return id;
        }));
    }

    /// Looks for the domain's records once, waits for the answer, and goes on looking later like [#verify]. Empty when
    /// the team has no such domain.
    public Optional<Domain> check(TeamId team, DomainId id) {
        return look(team, id, DomainTrail::asked);
    }

    /// The same for somebody who only wants to see how the domain stands: not worth a record in the audit log.
    public Optional<Domain> look(TeamId team, DomainId id) {
        return look(team, id, (_, _) -> {});
    }

    private Optional<Domain> look(TeamId team, DomainId id, BiConsumer<Transaction, Domain> note) {
        var leased = database.inTransaction(tx -> store.lock(tx, team, id).map(domain -> {
            var requested = verification.requested(domain, now());
            save(tx, domain, requested);
            note.accept(tx, domain);
            store.leaseUntil(tx, requested, now().plus(DomainChecks.LEASE));
            return new DomainStore.Leased(requested, store.issuedKeys(tx, domain.name()));
        }));
        leased.ifPresent(checks::now);
        return get(team, id);
    }

    /// Writes down that a link to the domain's records was made; empty when the team has no such domain.
    public Optional<Domain> shared(TeamId team, DomainId id, Instant until) {
        return noted(team, id, Action.DOMAIN_SHARED, dev.pennypost.audit.Facts.of("expires_at", until));
    }

    /// Writes down that records were published at the owner's DNS host; empty when the team has no such domain.
    ///
    /// @param changes each in words, such as `create TXT send.example.com`
    public Optional<Domain> published(TeamId team, DomainId id, DomainName zone, List<String> changes) {
        var facts = dev.pennypost.audit.Facts.of("zone", zone.ascii()).and("changes", changes);
        return noted(team, id, Action.DOMAIN_RECORDS_PUBLISHED, facts);
    }

    private Optional<Domain> noted(TeamId team, DomainId id, Action action, dev.pennypost.audit.Facts facts) {
        return database.inTransaction(tx -> store.get(tx, team, id).map(domain -> {
            DomainTrail.done(tx, action, domain, facts);
            return domain;
        }));
    }

    /// Removes the domain, its records and its key. Empty when the team has no such domain.
    public Optional<DomainId> remove(TeamId team, DomainId id) {
        return database.inTransaction(tx -> store.lock(tx, team, id).map(domain -> {
            claims.end(tx, team, id, Claim.Status.CANCELED);
            store.delete(tx, domain);
            tx.publish(new DomainDeleted(Facts.of(domain)));
            DomainTrail.note(tx, Action.DOMAIN_DELETED, domain, null);
            forgetAfterCommit(tx, domain);
            tx.afterCommit(() -> keys.forget(id.value()));
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

    /// The hosts of all teams whose tracking record stands right, or did until DNS failed. For those who serve them,
    /// who know no teams.
    public Set<DomainName> trackingHosts() {
        return database.inTransaction(store::trackingHosts);
    }

    /// Whether bounces to this domain come to us: it is somebody's return path, or the host that takes them.
    public boolean isReturnPath(DomainName name) {
        if (config.isReturnPathHost(name)) return true;
        int dot = name.ascii().indexOf('.');
        return dot > 0
                && database.inTransaction(tx -> store.isReturnPath(
                        tx, name.ascii().substring(0, dot), name.ascii().substring(dot + 1)));
    }

    /// What mail of a domain is signed with, each with a signature of its own; empty when there is no such domain, or
    /// when no key of it was ever seen in DNS.
    public List<SigningIdentity> signing(DomainId id) {
        return keys.signing(id.value());
    }

    /// The domain's signing keys, those no longer used included. Empty when the team has no such domain.
    public Optional<List<DomainKey>> keys(TeamId team, DomainId id) {
        return database.inTransaction(tx -> store.get(tx, team, id).map(domain -> keysOf(tx, domain)));
    }

    private List<DomainKey> keysOf(Transaction tx, Domain domain) {
        return keys.of(tx, domain.team().value(), domain.id().value());
    }

    /// Makes a new key. It signs as soon as DNS serves its record, and the one before goes on being published for a
    /// while.
    ///
    /// @param selector null for one that is free
    public KeyResult makeKey(TeamId team, DomainId id, KeyAlgorithm algorithm, @Nullable String selector) {
        var domain = get(team, id);
        if (domain.isEmpty()) return new KeyResult.NoSuchDomain();
        var before = database.inTransaction(tx -> keysOf(tx, domain.get()));
        var chosen = selector == null
                ? freeSelector(domain.get(), before, algorithm)
                : Optional.of(selector.toLowerCase(Locale.ROOT));
        if (chosen.isEmpty()) return new KeyResult.Refused(new KeyProblem.StillRetiring());
        var obstacle = obstacle(domain.get(), before, chosen.get(), algorithm);
        if (obstacle.isPresent()) return new KeyResult.Refused(obstacle.get());
        return addKey(team, id, keys.make(chosen.get(), algorithm, now()));
    }

    private Optional<String> freeSelector(Domain domain, List<DomainKey> before, KeyAlgorithm algorithm) {
        return domain.settings().setup() == SetupMode.CNAME
                ? SigningKeys.freeSlot(before, config.dkimSelector(), algorithm)
                : Optional.of(SigningKeys.freeSelector(before, config.dkimSelector(), algorithm));
    }

    /// An owner who published aliases has two selectors for all times: when the second is needed again, the key that
    /// was in it is long forgotten.
    private Optional<KeyProblem> obstacle(
            Domain domain, List<DomainKey> before, String selector, KeyAlgorithm algorithm) {
        boolean slot = domain.settings().setup() == SetupMode.CNAME
                && SigningKeys.slots(config.dkimSelector(), algorithm).contains(selector);
        var counting = before.stream()
                .filter(key -> !(slot && key.selector().equals(selector) && key.stage() == KeyStage.RETIRED))
                .toList();
        return SigningKeys.obstacle(counting, selector, algorithm);
    }

    /// Replaces the keys of domains that lead to us, when they have come of age; at most so many, and says whether
    /// there may be more.
    boolean rotateKeys(int atMost) {
        if (operator == null) return false;
        Instant before = now().minus(operator.rotateAfter());
        var due = database.inTransaction(tx -> store.keysBefore(tx, before, atMost));
        due.forEach(domain -> makeKey(domain.team(), domain.id(), KeyAlgorithm.RSA, null));
        return due.size() == atMost;
    }

    /// The background work that replaces signing keys that are ours to publish; to be started once.
    public Loop keyRotation() {
        return Loop.named(
                "key-rotation", ROTATION_PAUSE, Acting.ourselves("key rotation", () -> rotateKeys(ROTATED_AT_ONCE)));
    }

    /// Takes in a key that its owner brought along: PKCS#8 or PKCS#1, PEM or Base64.
    public KeyResult bringKey(TeamId team, DomainId id, String selector, String privateKey) {
        return switch (keys.bring(selector.toLowerCase(Locale.ROOT), privateKey, now())) {
            case SigningKeys.Choice.Bad(var problem) -> new KeyResult.Refused(problem);
            case SigningKeys.Choice.Good(var key) -> addKey(team, id, key);
        };
    }

    private KeyResult addKey(TeamId team, DomainId id, SigningKeys.NewKey made) {
        return database.inTransaction(tx -> store.lock(tx, team, id)
                .map(domain -> addKey(tx, domain, made))
                .orElseGet(KeyResult.NoSuchDomain::new));
    }

    private SigningKeys.NewKey published(DomainName domain, SigningKeys.NewKey made) {
        return reports.test(domain) ? made.forReports() : made;
    }

    private KeyResult addKey(Transaction tx, Domain domain, SigningKeys.NewKey unpublished) {
        var made = published(domain.name(), unpublished);
        var key = made.key();
        var obstacle = obstacle(domain, keysOf(tx, domain), key.selector(), key.algorithm());
        if (obstacle.isPresent()) return new KeyResult.Refused(obstacle.get());
        keys.add(tx, domain.team().value(), domain.id().value(), made);
        replanKeys(tx, domain);
        DomainTrail.done(tx, Action.DOMAIN_KEY_ADDED, domain, DomainTrail.facts(key));
        return new KeyResult.Done(key);
    }

    /// Withdraws a key that signs nothing.
    public KeyResult withdrawKey(TeamId team, DomainId id, String selector) {
        return database.inTransaction(tx -> store.lock(tx, team, id)
                .map(domain -> withdrawKey(tx, domain, selector))
                .orElseGet(KeyResult.NoSuchDomain::new));
    }

    private KeyResult withdrawKey(Transaction tx, Domain domain, String selector) {
        var problem = keys.withdraw(tx, domain.team().value(), domain.id().value(), selector, now());
        if (problem.isPresent()) return new KeyResult.Refused(problem.get());
        replanKeys(tx, domain);
        return keysOf(tx, domain).stream()
                .filter(key -> key.selector().equals(selector))
                .findFirst()
                .<KeyResult>map(key -> {
                    DomainTrail.done(tx, Action.DOMAIN_KEY_WITHDRAWN, domain, DomainTrail.facts(key));
                    return new KeyResult.Done(key);
                })
                .orElseGet(KeyResult.NoSuchDomain::new);
    }

    private void replanKeys(Transaction tx, Domain domain) {
        var records = RecordPlan.standing(replan(tx, domain, domain.settings()), domain.allRecords());
        var changed = verification.replanned(domain, domain.settings(), records, now());
        store.replan(tx, changed);
        tell(tx, domain, changed);
        tx.afterCommit(checks::wake);
    }

    /// The background work that looks for records; to be started once.
    public DomainChecks checks() {
        return checks;
    }

    /// Writes what examinations found, but for domains that went, or for which a newer check was asked, while DNS was
    /// spoken to.
    private void settle(Transaction tx, List<Checked> checked) {
        var now = now();
        var latest = new HashMap<DomainId, Checked>();
        checked.forEach(one -> latest.merge(one.domain().id(), one, Domains::newer));
        var domains =
                store.lock(tx, latest.values().stream().map(Checked::domain).toList());
        var contested = contested(tx, domains);
        var looks = new ArrayList<Look>();
        for (Domain domain : domains) {
            var found = latest.get(domain.id());
            if (found == null
                    || found.domain().checks().round() != domain.checks().round()) continue;
            var seen = found.examination();
            looks.add(look(tx, domain, contested.contains(domain.id()) ? contested(seen) : seen, now));
        }
        settle(tx, looks, now);
    }

    private static Checked newer(Checked one, Checked other) {
        return other.domain().checks().round() < one.domain().checks().round() ? one : other;
    }

    private record Look(DomainChange change, SigningKeys.Sighting keys) {}

    private Look look(Transaction tx, Domain domain, Examination examination, Instant now) {
        var ripening = ripening(tx, domain, now);
        var after = lookedAgainBy(verification.examined(domain, examination, now), ripening);
        var seen = seenKeys(after, examination);
        ripening.keySet().forEach(selector -> seen.replace(selector, Seen.UNCLEAR));
        var keysSeen =
                new SigningKeys.Sighting(domain.team().value(), domain.id().value(), seen);
        return new Look(new DomainChange(domain, after), keysSeen);
    }

    private void settle(Transaction tx, List<Look> looks, Instant now) {
        var changes = looks.stream().map(Look::change).toList();
        store.update(tx, changes);
        tell(tx, changes);
        history.note(tx, changes, now);
        var moved = keys.seen(tx, looks.stream().map(Look::keys).toList(), now);
        changes.stream()
                .map(DomainChange::after)
                .filter(domain -> moved.contains(domain.id().value()))
                .forEach(domain -> replanKeys(tx, domain));
    }

    /// The new keys in our zone that resolvers elsewhere may not see yet, because they remember what was at the
    /// selector before; and until when.
    private Map<String, Instant> ripening(Transaction tx, Domain domain, Instant now) {
        if (operator == null || domain.settings().setup() == SetupMode.COPY) return Map.of();
        var known = keysOf(tx, domain);
        return known.stream()
                .filter(key -> key.stage() == KeyStage.PENDING
                        && known.stream().anyMatch(old -> old.algorithm() == key.algorithm() && old.isActive()))
                .filter(key -> now.isBefore(key.createdAt().plus(operator.settling())))
                .collect(Collectors.toMap(
                        DomainKey::selector, key -> key.createdAt().plus(operator.settling())));
    }

    private static Domain lookedAgainBy(Domain domain, Map<String, Instant> ripening) {
        var checks = domain.checks();
        return ripening.values().stream()
                .min(Instant::compareTo)
                .filter(at -> checks.nextCheckAt() == null || at.isBefore(checks.nextCheckAt()))
                .map(at -> domain.with(new CheckState(checks.round(), checks.done(), checks.checkedAt(), at)))
                .orElse(domain);
    }

    /// What DNS serves of the domain's keys, by selector.
    private static Map<String, Seen> seenKeys(Domain domain, Examination examination) {
        String suffix = "._domainkey." + domain.name().ascii();
        var seen = new HashMap<String, Seen>();
        for (RecordReport report : examination.records()) {
            String name = report.planned().name().ascii();
            if (report.planned().purpose().isKey()
                    && report.planned().type() == RecordType.TXT
                    && name.endsWith(suffix))
                seen.put(name.substring(0, name.length() - suffix.length()), seen(report.state()));
        }
        return seen;
    }

    private static Seen seen(RecordState state) {
        return switch (state) {
            case RIGHT -> Seen.SERVED;
            case NOT_PUBLISHED, WRONG -> Seen.MISSING;
            // Somebody may still get the answer from before.
            case CACHED_ELSEWHERE, PARTLY_PUBLISHED, UNKNOWN -> Seen.UNCLEAR;
        };
    }

    /// Only one team can have proved a name: while another has, ours is not right whatever DNS says.
    private Set<DomainId> contested(Transaction tx, List<Domain> domains) {
        return store.provedByOthers(
                tx,
                domains.stream().filter(domain -> !domain.status().isProved()).toList());
    }

    private static Examination contested(Examination examination) {
        var reports = examination.records().stream().map(Domains::contested).toList();
        return new Examination(
                examination.zone(), examination.nameServers(), examination.provider(), examination.findings(), reports);
    }

    private static RecordReport contested(RecordReport report) {
        return Abilities.isProof(report.planned().purpose())
                ? report.but(RecordState.WRONG, verifiedElsewhere(report.planned()))
                : report;
    }

    private static Finding verifiedElsewhere(PlannedRecord planned) {
        return new Finding(
                Finding.Code.VERIFIED_ELSEWHERE,
                Finding.Severity.ERROR,
                "Another team has verified this domain.",
                "Claim the domain to take it over, or have the other team remove it first.",
                planned.value(),
                null);
    }

    private void save(Transaction tx, Domain before, Domain after) {
        var change = List.of(new DomainChange(before, after));
        store.update(tx, change);
        tell(tx, change);
    }

    private void tell(Transaction tx, Domain before, Domain after) {
        tell(tx, List.of(new DomainChange(before, after)));
    }

    private void tell(Transaction tx, List<DomainChange> changes) {
        var news = changes.stream()
                .filter(change -> !Facts.of(change.before()).equals(Facts.of(change.after())))
                .map(change -> new DomainUpdated(Facts.of(change.after())))
                .toList();
        if (!news.isEmpty()) tx.publish(news);
        changes.forEach(change -> forgetAfterCommit(tx, change.after()));
    }

    private void forgetAfterCommit(Transaction tx, Domain domain) {
        tx.afterCommit(() -> senders.invalidate(new Sender(domain.team(), domain.name())));
    }

    /// To the microsecond, which is what the database keeps.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static SendingDomain toSender(DomainSummary domain, boolean lacksDmarc, boolean leadsLinks) {
        var life = domain.life();
        return new SendingDomain(
                domain.id(),
                domain.name(),
                domain.status(),
                life.maySend() && domain.settings().sending() && !life.suspended(),
                RecordPlan.returnPath(domain.name(), domain.settings()),
                domain.settings().tls(),
                lacksDmarc,
                tracking(domain, leadsLinks));
    }

    private static SendingDomain.Tracking tracking(DomainSummary domain, boolean leadsLinks) {
        var settings = domain.settings();
        String label = settings.trackingSubdomain();
        return new SendingDomain.Tracking(
                settings.openTracking(),
                settings.clickTracking(),
                label == null || !leadsLinks ? null : domain.name().child(label));
    }

    private record Sender(TeamId team, DomainName name) {}
}
