package dev.pennypost.emails;

import dev.pennypost.delivery.BounceReason;
import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.Outcome;
import dev.pennypost.delivery.Progress;
import dev.pennypost.delivery.Queued;
import dev.pennypost.delivery.Sent;
import dev.pennypost.delivery.Settlement;
import dev.pennypost.statistics.Counts;
import dev.pennypost.statistics.Figure;
import dev.pennypost.statistics.Happened;
import dev.pennypost.storage.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Has counted what happens to emails, in the transactions that make it happen. What it counts for an email can be told
/// from the email and its deliveries ever after, at the same times.
final class Counting {
    private final Counts counts = new Counts();

    /// Emails that were accepted; those that wait are counted when they leave.
    void accepted(Transaction tx, List<Accepting> emails) {
        var happened = new ArrayList<Happened>();
        for (Accepting one : emails) {
            Map<String, String> tags = one.email().tags();
            for (Queued queued : one.queued())
                happened.add(of(queued.delivery(), Figure.SENT).tagged(tags));
            for (Withheld withheld : one.withheld()) happened.add(of(withheld).tagged(tags));
        }
        counts.add(tx, happened);
    }

    /// Emails whose time came: those that left, and those that could not.
    void left(Transaction tx, List<Departure> departures, Collection<Email> failed) {
        var happened = new ArrayList<Happened>();
        for (Departure one : departures) {
            Map<String, String> tags = one.email().tags();
            for (Delivery going : one.going())
                happened.add(of(going, Figure.SENT).tagged(tags));
            for (Withheld withheld : one.withheld()) happened.add(of(withheld).tagged(tags));
        }
        for (Email email : failed) happened.add(failed(email));
        counts.add(tx, happened);
    }

    /// @param tags of the emails that have some
    /// @param complains whether a settlement's recipient calls what it got spam
    void settled(
            Transaction tx,
            List<Settlement> settlements,
            Map<EmailId, Map<String, String>> tags,
            Withholding complains) {
        var happened = new ArrayList<Happened>();
        for (Settlement one : settlements) {
            Figure figure = figure(one);
            if (figure == null) continue;
            Instant at = one.attempt().startedAt();
            Map<String, String> those = tags(tags, one.delivery());
            happened.add(of(one.delivery(), figure, at).tagged(those));
            if (complains.complains(one))
                happened.add(of(one.delivery(), Figure.COMPLAINED, at).tagged(those));
        }
        counts.add(tx, happened);
    }

    /// A delivery that was made and reported on later.
    void returned(Transaction tx, Sent sent, Map<String, String> tags, Figure figure, Instant at) {
        counts.add(tx, List.of(new Happened(sent.team(), sent.domain(), figure, at, 1, tags)));
    }

    /// People who looked at emails or followed their links.
    ///
    /// @param tags of the emails that have some
    void visited(
            Transaction tx,
            List<VisitedEmail> visits,
            List<ClickCorrection> corrections,
            Map<EmailId, Map<String, String>> tags) {
        var happened = new ArrayList<Happened>();
        for (VisitedEmail visit : visits) {
            boolean click = visit.click() != null;
            Map<String, String> those = tags.getOrDefault(visit.email(), Map.of());
            happened.add(of(visit, click ? Figure.CLICKED : Figure.OPENED).tagged(those));
            if (visit.first())
                happened.add(of(visit, click ? Figure.UNIQUE_CLICKED : Figure.UNIQUE_OPENED)
                        .tagged(those));
        }
        for (ClickCorrection one : corrections) {
            Map<String, String> those = tags.getOrDefault(one.email(), Map.of());
            if (one.clicks() != 0)
                happened.add(of(one, Figure.CLICKED, one.clicks()).tagged(those));
            if (one.unique() != 0)
                happened.add(of(one, Figure.UNIQUE_CLICKED, one.unique()).tagged(those));
        }
        counts.add(tx, happened);
    }

    private static Happened of(ClickCorrection correction, Figure figure, long times) {
        return new Happened(correction.team(), correction.domain(), figure, correction.at(), times);
    }

    private static Happened of(VisitedEmail visit, Figure figure) {
        return new Happened(visit.team(), visit.domain(), figure, visit.at(), 1);
    }

    /// Deliveries that waited for an attempt when their recipients were suppressed.
    void suppressed(Transaction tx, List<Delivery> deliveries, Map<EmailId, Map<String, String>> tags, Instant now) {
        add(tx, deliveries, tags, Figure.SUPPRESSED, now);
    }

    /// Deliveries that operators ended.
    void canceled(Transaction tx, List<Delivery> deliveries, Map<EmailId, Map<String, String>> tags, Instant now) {
        add(tx, deliveries, tags, Figure.FAILED, now);
    }

    /// Deliveries that are made after all.
    void requeued(Transaction tx, List<Delivery> deliveries, Map<EmailId, Map<String, String>> tags, Instant now) {
        add(tx, deliveries, tags, Figure.SENT, now);
    }

    private void add(
            Transaction tx,
            List<Delivery> deliveries,
            Map<EmailId, Map<String, String>> tags,
            Figure figure,
            Instant now) {
        counts.add(
                tx,
                deliveries.stream()
                        .map(one -> of(one, figure, now).tagged(tags(tags, one)))
                        .toList());
    }

    private static Map<String, String> tags(Map<EmailId, Map<String, String>> tags, Delivery delivery) {
        return tags.getOrDefault(new EmailId(delivery.id().emailId()), Map.of());
    }

    /// An email that left nobody fails for each of its recipients. When is not written down; it was at its date.
    static Happened failed(Email email) {
        return new Happened(
                email.team(),
                email.domain(),
                Figure.FAILED,
                email.date(),
                email.recipients().size(),
                email.tags());
    }

    /// What happened to a delivery so far.
    ///
    /// @param reports that came about it later
    static List<Happened> history(Progress progress, boolean complained, List<Returned> reports) {
        var happened = new ArrayList<Happened>();
        happened.add(of(progress, beginning(progress), progress.createdAt()));
        happened.addAll(before(progress));
        if (progress.delayedAt() != null) happened.add(of(progress, Figure.DELIVERY_DELAYED, progress.delayedAt()));
        if (wasEverDelivered(progress, reports)) for (Returned report : reports) happened.addAll(of(progress, report));
        if (progress.settledAt() == null) return happened;
        if (isSuppressedLater(progress)) happened.add(of(progress, Figure.SUPPRESSED, progress.settledAt()));
        if (progress.bounce() != null) happened.add(of(progress, figure(progress.bounce()), progress.settledAt()));
        if (!wasDelivered(progress, reports)) return happened;
        happened.add(of(progress, Figure.DELIVERED, progress.settledAt()));
        if (complained) happened.add(of(progress, Figure.COMPLAINED, progress.settledAt()));
        return happened;
    }

    /// Whether a server took it, perhaps to give it back.
    private static boolean wasDelivered(Progress progress, List<Returned> reports) {
        return switch (progress.state()) {
            case DELIVERED -> true;
            case BOUNCED ->
                progress.bounce() == null
                        && reports.stream().anyMatch(report -> report.kind() == Returned.Kind.BOUNCED);
            case WAITING, ATTEMPTING, DEFERRED, HELD, SUPPRESSED, FAILED, CANCELED -> false;
        };
    }

    private static boolean wasEverDelivered(Progress progress, List<Returned> reports) {
        return wasDelivered(progress, reports)
                || progress.past().attempts().stream().anyMatch(attempt -> attempt.bounce() == null);
    }

    private static List<Happened> of(Progress progress, Returned report) {
        return switch (report.kind()) {
            case BOUNCED ->
                List.of(of(progress, Objects.requireNonNull(report.meaning()).figure(), report.at()));
            case COMPLAINED -> List.of(of(progress, Figure.COMPLAINED, report.at()));
            case UNPROVEN -> List.of();
        };
    }

    private static Figure beginning(Progress progress) {
        if (progress.createdAt().equals(progress.past().failedAt())) return Figure.FAILED;
        return switch (progress.state()) {
            case SUPPRESSED -> isSuppressedLater(progress) ? Figure.SENT : Figure.SUPPRESSED;
            case WAITING, ATTEMPTING, DEFERRED, HELD, DELIVERED, BOUNCED, FAILED, CANCELED -> Figure.SENT;
        };
    }

    /// What happened before, and that, operators had it tried anew. Of several times that it was canceled the last is
    /// known.
    private static List<Happened> before(Progress progress) {
        var happened = new ArrayList<Happened>();
        Instant failed = progress.past().failedAt();
        Instant anew = progress.past().triedSince();
        boolean withheld = progress.createdAt().equals(failed);
        if (withheld && anew != null) happened.add(of(progress, Figure.SENT, anew));
        if (failed != null && !withheld) happened.add(of(progress, Figure.FAILED, failed));
        for (Progress.Attempted attempt : progress.past().attempts())
            happened.add(
                    of(progress, attempt.bounce() == null ? Figure.DELIVERED : figure(attempt.bounce()), attempt.at()));
        return happened;
    }

    /// What is withheld at once is settled when it is made.
    private static boolean isSuppressedLater(Progress progress) {
        return progress.state() == DeliveryState.SUPPRESSED
                && progress.settledAt() != null
                && progress.settledAt().isAfter(progress.createdAt());
    }

    /// A delay is counted once, when the first attempt is put off.
    private static @Nullable Figure figure(Settlement settlement) {
        return switch (settlement.outcome()) {
            case Outcome.Delivered _ -> Figure.DELIVERED;
            case Outcome.Bounced bounced -> figure(bounced.reason());
            case Outcome.Deferred _ -> settlement.attempt().number() == 1 ? Figure.DELIVERY_DELAYED : null;
        };
    }

    /// The kinds that events tell too.
    static Figure figure(BounceReason reason) {
        return switch (reason.lasting()) {
            case PERMANENT -> Figure.BOUNCED_PERMANENT;
            case TRANSIENT -> Figure.BOUNCED_TRANSIENT;
            case UNDETERMINED -> Figure.BOUNCED_UNDETERMINED;
        };
    }

    private static Happened of(Withheld withheld) {
        return switch (withheld) {
            case Withheld.Suppressed one -> of(one.delivery(), Figure.SUPPRESSED);
            case Withheld.Unwanted one -> of(one.delivery(), Figure.FAILED);
        };
    }

    private static Happened of(Delivery delivery, Figure figure) {
        return of(delivery, figure, delivery.createdAt());
    }

    private static Happened of(Delivery delivery, Figure figure, Instant at) {
        return new Happened(delivery.team(), delivery.signedBy(), figure, at, 1);
    }

    private static Happened of(Progress progress, Figure figure, Instant at) {
        return new Happened(progress.team(), progress.domain(), figure, at, 1);
    }
}
