package dev.pennypost.emails;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.delivery.Deliveries;
import dev.pennypost.delivery.Standing;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.OwnerActivity;
import dev.pennypost.domains.SendingDomain;
import dev.pennypost.emails.files.Downloads;
import dev.pennypost.emails.lint.Lint;
import dev.pennypost.emails.lint.Warning;
import dev.pennypost.jobs.Loop;
import dev.pennypost.keys.Caller;
import dev.pennypost.keys.KeyId;
import dev.pennypost.mail.message.Attachment;
import dev.pennypost.mail.message.MessageComposer;
import dev.pennypost.metrics.Metric;
import dev.pennypost.quotas.Quotas;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.GroupCommit;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Accepts emails and tells what became of them.
public final class Emails implements AutoCloseable, OwnerActivity {
    /// Longer than a transaction that accepts emails takes from making their ids to its end.
    private static final String SCHEDULED_AT = "scheduled_at";
    private static final Duration SETTLED = Duration.ofMinutes(5);

    /// How far ahead emails can be scheduled (contract §29.1).
    private static final Duration FARTHEST = Duration.ofDays(30);

    /// How long somebody waits for one page of a search.
    private static final Duration SEARCHING = Duration.ofMillis(700);

    private final Domains domains;
    private final Deliveries deliveries;
    private final Withholding withholding;
    private final Lint lint;
    private final ReturnedStore returned = new ReturnedStore();
    private final Quotas quotas;
    private final ReturnPaths returnPaths;
    private final Tracker tracker;
    private final Database database;
    private final InstantSource clock;
    private final EmailLimits limits;
    private final EmailStore store = new EmailStore();
    private final SearchStore search = new SearchStore();
    private final ScheduleStore schedule = new ScheduleStore();
    private final AwaitedFileStore awaitedFiles = new AwaitedFileStore();
    private final Counting counting = new Counting();
    private final Idempotency idempotency;
    private final Scheduled scheduled;
    private final Loop leaving;
    private final Fetching fetching;
    private final GroupCommit<Request> accepting;
    private final Counter acceptedCount;

    /// @param keys whether a team's key is still good
    /// @param tracker puts into emails what tells that they are read
    public Emails(
            Database database,
            Domains domains,
            Deliveries deliveries,
            Withholding withholding,
            Lint lint,
            Quotas quotas,
            BiPredicate<TeamId, KeyId> keys,
            ReturnPaths returnPaths,
            Tracker tracker,
            Downloads downloads,
            EmailLimits limits,
            MeterRegistry metrics,
            InstantSource clock) {
        this.database = database;
        this.domains = domains;
        this.deliveries = deliveries;
        this.withholding = withholding;
        this.lint = lint;
        this.quotas = quotas;
        this.returnPaths = returnPaths;
        this.tracker = tracker;
        this.limits = limits;
        this.clock = clock;
        this.idempotency = new Idempotency(database, clock);
        this.scheduled = new Scheduled(database, domains, deliveries, withholding, quotas, keys, returnPaths, clock);
        this.leaving = scheduled.leaving();
        this.fetching = new Fetching(database, downloads, limits, clock, leaving::wake);
        this.acceptedCount = Metric.EMAILS_ACCEPTED.counter(metrics);
        this.accepting = new GroupCommit<>("accept", database, this::store);
    }

    /// Accepts an email for delivery, or says why not. Once this returns `Accepted` the email is stored and queued, and
    /// survives a crash.
    public SendResult send(Caller caller, SendEmail request) {
        return send(caller, () -> request, null);
    }

    /// The same, only once however often it is asked for.
    ///
    /// @param request looked at only when it was not carried out before: what it needs may be gone by then
    /// @param key null for a request that may be carried out again
    public SendResult send(Caller caller, Supplier<SendEmail> request, @Nullable IdempotencyKey key) {
        return single(once(caller, key, () -> take(caller, request.get(), key)));
    }

    private BatchResult take(Caller caller, SendEmail request, @Nullable IdempotencyKey key) {
        return take(caller, request, null, limits.check(request), key);
    }

    /// The same for an email that is delivered as its sender wrote it.
    public SendResult submit(Caller caller, Submission submission) {
        var key = submission.idempotencyKey().orElse(null);
        return single(
                once(caller, key, () -> take(caller, submission.email(), submission, limits.check(submission), key)));
    }

    /// Accepts several emails, all in one transaction.
    ///
    /// @param items as in [#send]
    /// @param strict whether one that is refused refuses them all
    /// @param words what is wrong, in the words of the API that was asked
    /// @param key null for a request that may be carried out again
    public BatchResult sendAll(
            Caller caller,
            Supplier<List<BatchItem>> items,
            boolean strict,
            Function<EmailProblem, String> words,
            @Nullable IdempotencyKey key) {
        return once(caller, key, () -> takeAll(caller, items.get(), strict, words, key));
    }

    private BatchResult once(Caller caller, @Nullable IdempotencyKey key, Supplier<BatchResult> request) {
        return key == null ? request.get() : idempotency.once(caller.team(), key, request);
    }

    private static SendResult single(BatchResult result) {
        return switch (result) {
            case BatchResult.Refused(var problem) -> new SendResult.Refused(problem);
            case BatchResult.Done(var items) ->
                switch (items.getFirst()) {
                    case ItemResult.Accepted(var id) -> new SendResult.Accepted(id);
                    case ItemResult.Refused _ -> throw new IllegalStateException("a single email was refused in words");
                };
        };
    }

    private BatchResult take(
            Caller caller,
            SendEmail request,
            @Nullable Submission submitted,
            Optional<EmailProblem> problem,
            @Nullable IdempotencyKey key) {
        Instant now = now();
        var checked = problem.<Checked>map(Checked.Bad::new).orElseGet(() -> checked(caller, request, submitted, now));
        return switch (checked) {
            case Checked.Bad(var why) -> new BatchResult.Refused(why);
            case Checked.Good(var email) ->
                commit(new Request(
                        caller, quotas.limits(caller.team()), List.of(email), List.of(result(email)), key, now));
        };
    }

    private BatchResult takeAll(
            Caller caller,
            List<BatchItem> items,
            boolean strict,
            Function<EmailProblem, String> words,
            @Nullable IdempotencyKey key) {
        Instant now = now();
        var emails = new ArrayList<Accepting>();
        var results = new ArrayList<ItemResult>();
        for (BatchItem item : items) {
            switch (item) {
                case BatchItem.NotUnderstood(var message) -> results.add(new ItemResult.Refused(message));
                case BatchItem.Understood(var request) -> {
                    // a microsecond apart, so that they are listed in the order they were given
                    switch (checkedWhole(caller, request, now.plus(emails.size(), ChronoUnit.MICROS))) {
                        case Checked.Bad(var problem) -> {
                            if (strict) return new BatchResult.Refused(problem);
                            results.add(new ItemResult.Refused(words.apply(problem)));
                        }
                        case Checked.Good(var email) -> {
                            emails.add(email);
                            results.add(result(email));
                        }
                    }
                }
            }
        }
        return commit(new Request(caller, quotas.limits(caller.team()), emails, results, key, now));
    }

    /// A request that is in order, as it is stored, or what is wrong with it.
    private sealed interface Checked {
        record Good(Accepting email) implements Checked {}

        record Bad(EmailProblem problem) implements Checked {}
    }

    private Checked checkedWhole(Caller caller, SendEmail request, Instant now) {
        return limits.check(request)
                .<Checked>map(Checked.Bad::new)
                .orElseGet(() -> checked(caller, request, null, now));
    }

    private Checked checked(Caller caller, SendEmail request, @Nullable Submission submitted, Instant now) {
        if (request.scheduledAt() != null && request.scheduledAt().isAfter(now.plus(FARTHEST)))
            return new Checked.Bad(new EmailProblem.TooFarAhead((int) FARTHEST.toDays()));
        var domain = request.from().address().domain();
        Optional<SendingDomain> sender = domains.sending(caller.team(), domain);
        if (sender.isEmpty() || !sender.get().maySend())
            return new Checked.Bad(new EmailProblem.SenderNotVerified(domain));
        if (caller.domain() != null && !caller.domain().equals(sender.get().id()))
            return new Checked.Bad(new EmailProblem.KeyBoundElsewhere(domain));
        if (withholding.lacksTopic(caller.team(), request)) return new Checked.Bad(new EmailProblem.NoSuchTopic());
        return new Checked.Good(
                NewEmails.of(caller, sender.get(), request, submitted, lint, returnPaths, tracker, now));
    }

    private static ItemResult result(Accepting email) {
        return new ItemResult.Accepted(email.email().id());
    }

    private BatchResult commit(Request request) {
        accepting.commit(request);
        if (request.outcome() instanceof BatchResult.Done) {
            acceptedCount.increment(request.emails().size());
            if (request.emails().stream().anyMatch(one -> !one.remoteFiles().isEmpty())) fetching.wake();
        }
        return request.outcome();
    }

    /// Gives an email that waits for its time another one.
    public ChangeResult reschedule(TeamId team, EmailId id, Instant time) {
        Instant now = now();
        if (!time.isAfter(now)) return new ChangeResult.Refused(new EmailProblem.NotInTheFuture());
        if (time.isAfter(now.plus(FARTHEST)))
            return new ChangeResult.Refused(new EmailProblem.TooFarAhead((int) FARTHEST.toDays()));
        return database.inTransaction(tx -> {
            if (!schedule.reschedule(tx, team, id, time)) return notWaiting(tx, team, id);
            var before = store.find(tx, team, id).map(Email::scheduledAt).orElse(null);
            store.reschedule(tx, team, id, time);
            note(tx, team, Action.EMAIL_RESCHEDULED, id, Facts.of(SCHEDULED_AT, before), Facts.of(SCHEDULED_AT, time));
            return new ChangeResult.Changed(id);
        });
    }

    /// Keeps an email that waits for its time from leaving, for good.
    public ChangeResult cancel(TeamId team, EmailId id) {
        return database.inTransaction(tx -> {
            if (!schedule.cancel(tx, team, id)) return notWaiting(tx, team, id);
            awaitedFiles.removeAll(tx, team, id);
            store.happened(tx, List.of(new EmailProgress.Happening(team, id, LastEvent.CANCELED)));
            var before = store.find(tx, team, id).map(Email::scheduledAt).orElse(null);
            note(tx, team, Action.EMAIL_CANCELED, id, Facts.of(SCHEDULED_AT, before), null);
            return new ChangeResult.Changed(id);
        });
    }

    /// Writes down that a link to an email was made; empty when the team has no such email.
    Optional<Email> shared(TeamId team, EmailId id, Instant until) {
        return database.inTransaction(tx -> store.find(tx, team, id).map(email -> {
            note(tx, team, Action.EMAIL_SHARED, id, null, Facts.of("expires_at", until));
            return email;
        }));
    }

    private static void note(
            Transaction tx, TeamId team, Action action, EmailId id, @Nullable Facts before, @Nullable Facts after) {
        AuditLog.note(tx, team.value(), action, Subject.of(Subject.Kind.EMAIL, id.value(), null), before, after);
    }

    /// How an email's deliveries stand, in the order of its recipients; empty while it waits for its time.
    public List<Standing> standings(TeamId team, EmailId id) {
        return deliveries.standings(team, id.value());
    }

    /// Everything known of why an email fared as it did.
    public Optional<Why> why(TeamId team, EmailId id) {
        return get(team, id).map(email -> why(email, warnings(team, id)));
    }

    private List<Warning> warnings(TeamId team, EmailId id) {
        return content(team, id).map(Content::warnings).orElse(List.of());
    }

    private Why why(Email email, List<Warning> warnings) {
        TeamId team = email.team();
        UUID id = email.id().value();
        List<Why.Report> reports = database.inTransaction(tx -> returned.of(tx, team, List.of(id))).stream()
                .map(Why.Report::of)
                .sorted(Comparator.comparing(Why.Report::at))
                .toList();
        return new Why(email, warnings, deliveries.traces(team, id), reports);
    }

    /// An email with everything that is known of it.
    public Optional<Whole> whole(TeamId team, EmailId id) {
        return get(team, id).map(email -> {
            Content content = content(team, id).orElseGet(() -> new Content(null, null, List.of()));
            List<StoredAttachment> files = database.inTransaction(tx -> store.attachments(tx, team, id));
            return new Whole(why(email, content.warnings()), content, files);
        });
    }

    /// The message of an email (RFC 5322) as it is sent, but for its signatures and what tracking puts into each copy.
    public Optional<byte[]> source(TeamId team, EmailId id) {
        return stored(team, id).map(Stored::source);
    }

    /// An email with all it consists of.
    ///
    /// @param raw null for one that we compose, and for one whose text is for its recipients only: what is shown of
    ///     it stands in its place
    private record Stored(
            Email email, Content content, @Nullable RawMessage raw) {
        byte[] source() {
            if (raw != null) return raw.octets();
            return MessageComposer.compose(Letters.outgoing(email, Letters.headers(email), content));
        }
    }

    private Optional<Stored> stored(TeamId team, EmailId id) {
        List<UUID> ids = List.of(id.value());
        return database.inTransaction(tx -> {
            RawMessage kept = store.raws(tx, ids).get(id.value());
            RawMessage raw = kept == null || kept.confidential() ? null : kept;
            return store.load(tx, ids).entrySet().stream()
                    .filter(loaded -> loaded.getKey().team().equals(team))
                    .findFirst()
                    .map(loaded -> new Stored(loaded.getKey(), loaded.getValue(), raw));
        });
    }

    /// The files that the HTML of an email shows, with their content.
    public List<Attachment> shown(TeamId team, EmailId id) {
        return database.inTransaction(tx -> store.shown(tx, team, id));
    }

    /// Sends what an email that has left said to its recipients once more, as a new email.
    public AgainResult sendAgain(Caller caller, EmailId id) {
        Optional<Stored> stored = stored(caller.team(), id);
        if (stored.isEmpty()) return new AgainResult.NoSuchEmail();
        if (standings(caller.team(), id).isEmpty()) return new AgainResult.NeverLeft();
        return switch (sendAgain(caller, stored.get())) {
            case SendResult.Accepted(EmailId again) -> new AgainResult.Accepted(again);
            case SendResult.Refused(EmailProblem problem) -> new AgainResult.Refused(problem);
        };
    }

    private SendResult sendAgain(Caller caller, Stored stored) {
        SendEmail request = SendEmail.again(stored.email(), stored.content());
        RawMessage raw = stored.raw();
        return raw == null
                ? send(caller, request)
                : submit(caller, new Submission(request, raw.withoutMessageId(), null, Optional.empty()));
    }

    private ChangeResult notWaiting(Transaction tx, TeamId team, EmailId id) {
        return store.find(tx, team, id).isPresent()
                ? new ChangeResult.Refused(new EmailProblem.NotScheduled())
                : new ChangeResult.NoSuchEmail();
    }

    public Optional<Email> get(TeamId team, EmailId id) {
        return database.inTransaction(tx -> store.find(tx, team, id));
    }

    /// The bodies of an email, without its attachments.
    public Optional<Content> content(TeamId team, EmailId id) {
        return database.inTransaction(tx -> store.content(tx, team, id));
    }

    /// The files of an email; empty when the team has no such email.
    public Optional<List<StoredAttachment>> attachments(TeamId team, EmailId id) {
        return database.inTransaction(tx -> store.find(tx, team, id).map(_ -> store.attachments(tx, team, id)));
    }

    /// A file of an email with its content.
    public Optional<Attachment> attachment(TeamId team, EmailId email, UUID id) {
        return database.inTransaction(tx -> store.attachment(tx, team, email, id));
    }

    /// One page of the team's emails; empty when the cursor is unknown.
    public Optional<Page<Email>> list(TeamId team, PageRequest page) {
        return database.inTransaction(tx -> store.page(tx, team, page));
    }

    /// One page of the emails that fit a filter, or as much of it as could be found in the time that a search may take;
    /// empty when the cursor is none of the team's emails.
    public Optional<EmailsFound> search(TeamId team, EmailFilter filter, PageRequest page) {
        return search(team, filter, page, SEARCHING);
    }

    /// The same for somebody who waits no longer than this.
    public Optional<EmailsFound> search(TeamId team, EmailFilter filter, PageRequest page, Duration patience) {
        return database.inTransaction(tx -> search.page(tx, team, filter, page, patience));
    }

    /// How many emails the team has sent from each domain; domains without any are left out. The first time takes as
    /// long as there are emails, later ones as long as there are new ones.
    public Map<DomainId, Long> sentCounts(TeamId team) {
        Instant settled = now().minus(SETTLED);
        return database.inTransaction(tx -> store.sentCounts(tx, team, settled));
    }

    @Override
    public boolean hasSentSince(TeamId team, DomainId domain, Instant time) {
        return database.inTransaction(tx -> store.hasSentSince(tx, team, domain, time));
    }

    @Override
    public boolean hasScheduled(TeamId team, DomainId domain) {
        return database.inTransaction(tx -> schedule.hasAny(tx, team, domain));
    }

    /// The background work: fetching files, letting emails leave at their time, forgetting requests of long ago. To be
    /// started once.
    public List<Loop> loops() {
        return List.of(leaving, fetching.loop(), idempotency.forgetting());
    }

    /// Lets the emails leave whose time has come; says whether more may be due.
    boolean letLeave() {
        return scheduled.round();
    }

    /// Starts fetching the files that are due; says whether more may be due.
    boolean fetchFiles() {
        return fetching.round();
    }

    /// Commits what is being accepted, waits for files that are being fetched, then ends.
    @Override
    public void close() {
        fetching.close();
        accepting.close();
    }

    /// To the microsecond, which is what the database keeps.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void store(Transaction tx, List<Request> batch) {
        var limits = batch.stream().collect(Collectors.toMap(Request::team, Request::limits, (_, newest) -> newest));
        var ledger = quotas.open(tx, limits);
        var asked = batch.stream()
                .flatMap(request -> request.taken(tx, idempotency, ledger).stream())
                .toList();
        ledger.write();
        if (asked.isEmpty()) return;
        var taken = withholding.screen(tx, asked);
        store.insert(tx, taken);
        schedule.insert(tx, taken);
        awaitedFiles.insert(tx, taken);
        var queued = taken.stream().flatMap(one -> one.queued().stream()).toList();
        if (!queued.isEmpty()) deliveries.enqueue(tx, queued);
        Withheld.writeDown(
                tx,
                deliveries,
                taken.stream().flatMap(one -> one.withheld().stream()).toList());
        tx.publish(taken.stream()
                .filter(one -> tx.isHeard(one.email().team().value()))
                .flatMap(one -> one.events().stream())
                .toList());
        counting.accepted(tx, taken);
    }
}
