package dev.pennypost.emails;

import dev.pennypost.delivery.Returning;
import dev.pennypost.delivery.Sent;
import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.emails.EmailEvent.EmailComplained;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.report.Codes;
import dev.pennypost.mail.report.FeedbackReport;
import dev.pennypost.mail.report.Report;
import dev.pennypost.mail.report.ReportedRecipient;
import dev.pennypost.metrics.Metric;
import dev.pennypost.statistics.Figure;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes reports about emails that servers had taken: bounces and complaints that come later, as mail. Each
/// is worked in one transaction, and the same report twice is one report.
///
/// Only who was sent an email knows its reverse path, so what comes there may be believed about that email
/// and nothing else. What comes elsewhere must show one.
public final class Returns {
    private static final System.Logger LOG = System.getLogger(Returns.class.getName());

    /// An email may wait 30 days for its time and some more for its delivery, and is asked about for a while after.
    private static final int SHORTEST_KEPT = 40;

    private static final int FORGOTTEN_AT_ONCE = 1_000;
    private static final Pattern MESSAGE_ID =
            Pattern.compile("<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([^<>@\\s]{1,255})>");
    private static final Pattern TYPED = Pattern.compile("[A-Za-z0-9-]{1,40};.*");

    private final Database database;
    private final ReturnPaths paths;
    private final ReturnReading reading;
    private final Withholding withholding;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final Returning deliveries = new Returning();
    private final ReturnedStore store = new ReturnedStore();
    private final EmailStore emails = new EmailStore();
    private final Counting counting = new Counting();

    /// @param reading says what failures mean
    public Returns(
            Database database,
            ReturnPaths paths,
            ReturnReading reading,
            Withholding withholding,
            MeterRegistry metrics,
            InstantSource clock) {
        this.database = database;
        this.paths = paths;
        this.reading = reading;
        this.withholding = withholding;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Whom an address belongs to.
    public sealed interface Owner {
        /// It is the reverse path of this email.
        record Ours(EmailId email) implements Owner {}

        /// It has the form of a reverse path and a wrong proof.
        record Forged() implements Owner {}

        /// Not ours, or of an email that is gone.
        record Nobody() implements Owner {}
    }

    /// What became of a report. The first that fits is told of one about several recipients.
    public enum Receipt {
        /// The email is still being handed over; the report is good and should come again.
        TOO_EARLY,
        BOUNCED,
        COMPLAINED,
        /// It had come before.
        REPEATED,
        /// A complaint without a proof; written down, and nothing follows.
        UNPROVEN,
        /// It is about no delivery that was made.
        UNMATCHED,
        /// It is no report of anything that is over: a delay, an automatic answer, something else.
        IGNORED
    }

    /// Forgets reports that are old. A delivery that bounced because of one stays so.
    ///
    /// @param days after which they are; 40 at least, as long as emails are asked about
    public Loop forgetting(int days) {
        return Loop.named("returned-reports", Duration.ofHours(1), () -> forget(days));
    }

    boolean forget(int days) {
        Instant before = now().minus(Duration.ofDays(Math.max(days, SHORTEST_KEPT)));
        return database.inTransaction(tx -> store.forget(tx, before, FORGOTTEN_AT_ONCE)) == FORGOTTEN_AT_ONCE;
    }

    /// Looks an address up, in any case.
    public Owner owner(String address) {
        return switch (paths.read(address)) {
            case ReturnPaths.Reading.Genuine(var email) when isReversePath(email, address) -> new Owner.Ours(email);
            case ReturnPaths.Reading.Genuine _, ReturnPaths.Reading.Foreign _ -> new Owner.Nobody();
            case ReturnPaths.Reading.Forged _ -> {
                count("forged");
                yield new Owner.Forged();
            }
        };
    }

    private boolean isReversePath(EmailId email, String address) {
        return database.inTransaction(tx -> deliveries.of(tx, email.value())).stream()
                .anyMatch(sent -> sent.reversePath().equalsIgnoreCase(address));
    }

    /// Takes what came to the reverse path of an email.
    public Receipt take(EmailId email, Report report) {
        return counted(
                switch (report) {
                    case Report.Bounced(var failed) -> work(email, sent -> bounced(sent, failed));
                    case Report.Complaint(var feedback)
                    when isComplaint(feedback) -> work(email, sent -> complained(sent, feedback.recipients()));
                    case Report.Complaint _, Report.Delayed _, Report.Arrived _, Report.AutoReply _, Report.Unknown _ ->
                        Receipt.IGNORED;
                });
    }

    /// Takes what came to the address that providers send complaints to: believed where it shows the reverse
    /// path.
    public Receipt take(Report report) {
        if (!(report instanceof Report.Complaint(var feedback)) || !isComplaint(feedback))
            return counted(Receipt.IGNORED);
        Optional<EmailId> proven = feedback.reversePaths().stream()
                .map(this::owner)
                .filter(Owner.Ours.class::isInstance)
                .map(owner -> ((Owner.Ours) owner).email())
                .findFirst();
        return proven.map(email -> take(email, report)).orElseGet(() -> counted(unproven(feedback)));
    }

    /// Somebody who takes spam for mail, or a machine that judges signatures, does not complain.
    private static boolean isComplaint(FeedbackReport feedback) {
        return switch (feedback.type()) {
            case ABUSE, FRAUD, OTHER -> true;
            case NOT_SPAM, AUTH_FAILURE, VIRUS -> false;
        };
    }

    private Receipt work(EmailId email, Function<List<Sent>, Work> report) {
        return database.inTransaction(
                tx -> report.apply(deliveries.of(tx, email.value())).in(tx, now()));
    }

    /// What a report asks for, once a transaction is there.
    private interface Work {
        Receipt in(Transaction tx, Instant now);
    }

    private Work bounced(List<Sent> sent, List<ReportedRecipient> reported) {
        var matching = new Matching(sent);
        return (tx, now) -> first(failures(reported).stream()
                .map(failed -> matching.of(failed)
                        .map(one -> bounced(tx, one, failed, now))
                        .orElse(Receipt.UNMATCHED))
                .toList());
    }

    /// A bounce that names nobody is about whoever there is.
    private static List<ReportedRecipient> failures(List<ReportedRecipient> reported) {
        return reported.isEmpty() ? List.of(ReportedRecipient.UNNAMED) : reported;
    }

    private Receipt bounced(Transaction tx, Sent sent, ReportedRecipient failed, Instant now) {
        ReturnMeaning meaning = reading.of(failed);
        String status = failed.status() == null ? null : failed.status().toString();
        String diagnostic = diagnostic(failed);
        var report = new Returned(
                sent.team(),
                email(sent),
                sent.recipient(),
                Returned.Kind.BOUNCED,
                meaning,
                status,
                diagnostic,
                failed.remoteMta(),
                now);
        Optional<Receipt> obstacle = obstacle(tx, sent, report);
        if (obstacle.isPresent()) return obstacle.get();
        deliveries.bounced(tx, sent);
        Map<String, String> tags = happened(tx, sent, LastEvent.BOUNCED);
        tell(tx, sent, facts -> new EmailBounced(facts, meaning.bounce(said(diagnostic))));
        if (meaning == ReturnMeaning.NO_SUCH_RECIPIENT && Matching.namesItself(failed, sent))
            withholding.bounced(tx, sent, diagnostic);
        counting.returned(tx, sent, tags, meaning.figure(), now);
        return Receipt.BOUNCED;
    }

    private Work complained(List<Sent> sent, Collection<String> named) {
        List<Sent> about = new Matching(sent).of(named);
        if (about.isEmpty()) return (tx, now) -> doubtful(tx, sent, now);
        return (tx, now) ->
                first(about.stream().map(one -> complained(tx, one, now)).toList());
    }

    private Receipt complained(Transaction tx, Sent sent, Instant now) {
        var report = Returned.complaint(sent.team(), email(sent), sent.recipient(), Returned.Kind.COMPLAINED, now);
        Optional<Receipt> obstacle = obstacle(tx, sent, report);
        if (obstacle.isPresent()) return obstacle.get();
        Map<String, String> tags = happened(tx, sent, LastEvent.COMPLAINED);
        tell(tx, sent, EmailComplained::new);
        withholding.complained(tx, sent);
        counting.returned(tx, sent, tags, Figure.COMPLAINED, now);
        return Receipt.COMPLAINED;
    }

    /// Why nothing follows from a report; when nothing stands in its way, it is written down.
    private Optional<Receipt> obstacle(Transaction tx, Sent sent, Returned report) {
        return switch (sent.state()) {
            case DELIVERED -> store.insert(tx, report) ? Optional.empty() : Optional.of(Receipt.REPEATED);
            case ATTEMPTING -> Optional.of(Receipt.TOO_EARLY);
            case BOUNCED -> Optional.of(wasTold(tx, report) ? Receipt.REPEATED : Receipt.UNMATCHED);
            case WAITING, DEFERRED, HELD, SUPPRESSED, FAILED, CANCELED -> Optional.of(Receipt.UNMATCHED);
        };
    }

    private boolean wasTold(Transaction tx, Returned report) {
        return store.of(tx, report.team(), List.of(report.email().value())).stream()
                .anyMatch(one -> one.kind() == report.kind()
                        && String.valueOf(one.recipient()).equals(String.valueOf(report.recipient())));
    }

    /// A complaint of one recipient among several, who knows which.
    private Receipt doubtful(Transaction tx, List<Sent> sent, Instant now) {
        if (sent.isEmpty()) return Receipt.UNMATCHED;
        Sent any = sent.getFirst();
        store.insert(tx, Returned.complaint(any.team(), email(any), null, Returned.Kind.UNPROVEN, now));
        return Receipt.UNMATCHED;
    }

    /// Anybody can write a Message-ID, so one that is right is worth a note and no more.
    private Receipt unproven(FeedbackReport feedback) {
        String id = feedback.messageId().orElse("");
        String shown = id.substring(0, Math.min(id.length(), 300));
        LOG.log(System.Logger.Level.INFO, () -> "a complaint shows no reverse path of ours; Message-ID: " + shown);
        var ours = MESSAGE_ID.matcher(id);
        if (ours.matches())
            database.useTransaction(tx -> note(tx, new EmailId(UUID.fromString(ours.group(1))), ours.group(2)));
        return Receipt.UNPROVEN;
    }

    private void note(Transaction tx, EmailId id, String domain) {
        deliveries.of(tx, id.value()).stream()
                .findFirst()
                .filter(sent -> emails.find(tx, sent.team(), id)
                        .filter(email -> isFrom(email, domain))
                        .isPresent())
                .ifPresent(sent ->
                        store.insert(tx, Returned.complaint(sent.team(), id, null, Returned.Kind.UNPROVEN, now())));
    }

    private static boolean isFrom(Email email, String domain) {
        try {
            return Mailbox.parse(email.from()).address().domain().ascii().equalsIgnoreCase(domain);
        } catch (BadAddress unreadable) {
            return false;
        }
    }

    /// Returns the email's tags.
    private Map<String, String> happened(Transaction tx, Sent sent, LastEvent event) {
        var happening = new EmailProgress.Happening(sent.team(), email(sent), event);
        return emails.happened(tx, List.of(happening)).getOrDefault(email(sent), Map.of());
    }

    private void tell(Transaction tx, Sent sent, Function<EmailEvent.Facts, EmailEvent> event) {
        if (!tx.isHeard(sent.team().value())) return;
        emails.find(tx, sent.team(), email(sent))
                .ifPresent(email -> tx.publish(event.apply(email.facts(email.naming(List.of(sent.recipient()))))));
    }

    private static EmailId email(Sent sent) {
        return new EmailId(sent.id().emailId());
    }

    /// As bounces of our own are told: with the kind of code in front (RFC 3464 §2.3.6).
    private static @Nullable String diagnostic(ReportedRecipient failed) {
        String said = failed.diagnostic();
        if (said == null)
            return failed.status() == null ? null : failed.status().toString();
        boolean isTyped = TYPED.matcher(said).matches();
        return isTyped || Codes.basic(said).isEmpty() ? said : "smtp; " + said;
    }

    private static List<String> said(@Nullable String diagnostic) {
        return diagnostic == null ? List.of() : List.of(diagnostic);
    }

    private static Receipt first(List<Receipt> receipts) {
        return receipts.stream().min(Enum::compareTo).orElse(Receipt.UNMATCHED);
    }

    private Receipt counted(Receipt receipt) {
        count(receipt.name().toLowerCase(Locale.ROOT));
        return receipt;
    }

    private void count(String result) {
        Metric.REPORTS_RECEIVED.counter(metrics, result).increment();
    }

    /// To the microsecond, which is what the database keeps.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
