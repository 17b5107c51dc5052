package dev.pennypost.emails;

import dev.pennypost.delivery.Deliveries;
import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.Letter;
import dev.pennypost.delivery.Queued;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.OwnerActivity;
import dev.pennypost.domains.SendingDomain;
import dev.pennypost.emails.EmailEvent.EmailSent;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.message.CustomHeader;
import dev.pennypost.mail.message.OutgoingMessage;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.metrics.Metric;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.GroupCommit;
import dev.pennypost.storage.Ids;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Accepts emails and tells what became of them.
public final class Emails implements AutoCloseable, OwnerActivity {
    /// Longer than a transaction that accepts emails takes from making their ids to its end.
    private static final Duration SETTLED = Duration.ofMinutes(5);

    private final Domains domains;
    private final Deliveries deliveries;
    private final Database database;
    private final InstantSource clock;
    private final EmailLimits limits;
    private final EmailStore store = new EmailStore();
    private final GroupCommit<Accepting> accepting;
    private final Counter acceptedCount;

    public Emails(
            Database database,
            Domains domains,
            Deliveries deliveries,
            EmailLimits limits,
            MeterRegistry metrics,
            InstantSource clock) {
        this.database = database;
        this.domains = domains;
        this.deliveries = deliveries;
        this.limits = limits;
        this.clock = clock;
        this.acceptedCount = Metric.EMAILS_ACCEPTED.counter(metrics);
        this.accepting = new GroupCommit<>("accept", database, this::store);
    }

    /// Accepts an email for delivery, or says why not. Once this returns `Accepted` the email is stored and queued, and
    /// survives a crash.
    public SendResult send(Caller caller, SendEmail request) {
        Optional<EmailProblem> problem = limits.check(request);
        return problem.isPresent() ? new SendResult.Refused(problem.get()) : take(caller, request, null);
    }

    /// The same for an email that is delivered as its sender wrote it.
    public SendResult submit(Caller caller, Submission submission) {
        Optional<EmailProblem> problem = limits.check(submission);
        return problem.isPresent()
                ? new SendResult.Refused(problem.get())
                : take(caller, submission.email(), submission);
    }

    private SendResult take(Caller caller, SendEmail request, @Nullable Submission submitted) {
        Optional<SendingDomain> sender =
                domains.sending(caller.team(), request.from().address().domain());
        if (sender.isEmpty() || !sender.get().maySend())
            return new SendResult.Refused(
                    new EmailProblem.SenderNotVerified(request.from().address().domain()));
        if (caller.domain() != null && !caller.domain().equals(sender.get().id()))
            return new SendResult.Refused(
                    new EmailProblem.KeyBoundElsewhere(request.from().address().domain()));

        var accepted = accept(caller.team(), sender.get(), request, submitted, now());
        accepting.commit(accepted);
        acceptedCount.increment();
        return new SendResult.Accepted(accepted.email().id());
    }

    public Optional<Email> get(TeamId team, EmailId id) {
        return database.inTransaction(tx -> store.find(tx, team, id));
    }

    /// The bodies of an email, without its attachments.
    public Optional<Content> content(TeamId team, EmailId id) {
        return database.inTransaction(tx -> store.content(tx, team, id));
    }

    /// One page of the team's emails; empty when the cursor is unknown.
    public Optional<Page<Email>> list(TeamId team, PageRequest page) {
        return database.inTransaction(tx -> store.page(tx, team, page));
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

    /// Nothing can be planned yet: every email leaves when it is accepted.
    @Override
    public boolean hasScheduled(TeamId team, DomainId domain) {
        return false;
    }

    /// Commits what is being accepted, then ends.
    @Override
    public void close() {
        accepting.close();
    }

    private static Accepting accept(
            TeamId team, SendingDomain sender, SendEmail request, @Nullable Submission submitted, Instant now) {
        var id = new EmailId(Ids.next(now));
        String ours = "<" + id + "@" + sender.name().ascii() + ">";
        String messageId = submitted == null || submitted.messageId() == null ? ours : submitted.messageId();
        var email = new Email(
                id,
                team,
                sender.id(),
                request.from().toHeader(),
                texts(request.to()),
                texts(request.cc()),
                texts(request.bcc()),
                texts(request.replyTo()),
                request.subject(),
                messageId,
                tags(request.tags()),
                headers(request.headers()),
                LastEvent.SENT,
                now);
        var content = new Content(request.html(), request.text(), request.attachments());
        RawMessage raw = submitted == null ? null : submitted.identified(messageId);
        var letter = new Letter(
                () -> raw == null ? Letters.compose(outgoing(request, messageId, now)) : Letters.message(raw));
        return new Accepting(email, content, raw, queue(email, request, sender, letter));
    }

    private static List<Queued> queue(Email email, SendEmail request, SendingDomain sender, Letter letter) {
        // RFC 5321 §4.4: one bounce address per email, at the return path whose SPF record covers us.
        String reversePath = "bounces+" + email.id() + "@" + sender.returnPath().ascii();
        List<Address> recipients = EmailLimits.recipients(request);
        var queued = new ArrayList<Queued>(recipients.size());
        for (int position = 0; position < recipients.size(); position++) {
            var delivery = new Delivery(
                    new DeliveryId(email.id().value(), position),
                    email.team(),
                    email.domain(),
                    recipients.get(position),
                    reversePath,
                    tls(sender),
                    0,
                    email.createdAt());
            queued.add(new Queued(delivery, letter, email.createdAt()));
        }
        return queued;
    }

    private static TlsMode tls(SendingDomain sender) {
        return switch (sender.tls()) {
            case OPPORTUNISTIC -> TlsMode.OPPORTUNISTIC;
            case ENFORCED -> TlsMode.REQUIRED;
        };
    }

    private static OutgoingMessage outgoing(SendEmail request, String messageId, Instant now) {
        return new OutgoingMessage(
                request.from(),
                request.to(),
                request.cc(),
                request.replyTo(),
                request.subject(),
                now,
                messageId,
                request.html(),
                request.text(),
                request.headers(),
                request.attachments());
    }

    /// To the microsecond, which is what the database keeps.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void store(Transaction tx, List<Accepting> batch) {
        store.insert(tx, batch);
        deliveries.enqueue(
                tx, batch.stream().flatMap(one -> one.queued().stream()).toList());
        tx.publish(batch.stream()
                .filter(one -> tx.isHeard(one.email().team().value()))
                .map(one -> new EmailSent(one.email().facts(one.email().everybody())))
                .toList());
    }

    private static List<String> texts(List<Mailbox> mailboxes) {
        return mailboxes.stream().map(Mailbox::toHeader).toList();
    }

    private static Map<String, String> tags(List<SendEmail.Tag> tags) {
        if (tags.isEmpty()) return Map.of();
        var map = new LinkedHashMap<String, String>();
        for (SendEmail.Tag tag : tags) map.put(tag.name(), tag.value());
        return map;
    }

    private static Map<String, String> headers(List<CustomHeader> headers) {
        if (headers.isEmpty()) return Map.of();
        var map = new LinkedHashMap<String, String>();
        for (CustomHeader header : headers) map.put(header.name(), header.value());
        return map;
    }

    /// An email on its way into the database.
    ///
    /// @param raw the message as its sender wrote it; null when we compose it from the content
    record Accepting(Email email, Content content, @Nullable RawMessage raw, List<Queued> queued) {}
}
