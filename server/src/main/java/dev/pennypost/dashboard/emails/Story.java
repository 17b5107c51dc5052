package dev.pennypost.dashboard.emails;

import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.Trace;
import dev.pennypost.emails.Email;
import dev.pennypost.emails.LastEvent;
import dev.pennypost.emails.Why;
import dev.pennypost.mail.address.Address;
import dev.pennypost.tracking.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells what happened to an email, in the order it happened.
final class Story {
    /// Of one newsletter that is forwarded much, thousands may come by.
    private static final int MOST_VISITS = 100;

    private final Email email;
    private final List<Address> recipients;
    private final List<Step> steps = new ArrayList<>();

    private Story(Email email) {
        this.email = email;
        this.recipients = email.recipients();
    }

    static List<Step> of(Why why, List<Visit> visits) {
        var story = new Story(why.email());
        story.began(why);
        why.deliveries().forEach(story::delivery);
        why.returned().forEach(story::cameBack);
        visits.stream().limit(MOST_VISITS).forEach(story::visited);
        return story.told(visits.size());
    }

    private List<Step> told(int visits) {
        steps.sort(Comparator.comparing(Step::at, Comparator.nullsLast(Comparator.naturalOrder())));
        if (visits > MOST_VISITS)
            add(null, Tone.CALM, "And " + (visits - MOST_VISITS) + " more visits, which the API lists.", null);
        return List.copyOf(steps);
    }

    private void add(@Nullable Instant at, Tone tone, String text, @Nullable String said) {
        steps.add(new Step(at, tone, text, said));
    }

    private void began(Why why) {
        int many = recipients.size();
        add(email.createdAt(), Tone.CALM, many > 1 ? "Accepted for " + many + " recipients." : "Accepted.", null);
        boolean left = !why.deliveries().isEmpty();
        Instant time = email.scheduledAt();
        if (time != null && left) add(time, Tone.CALM, "Its time came.", null);
        if (time != null && email.lastEvent() == LastEvent.SCHEDULED)
            add(time, Tone.CALM, "It is to leave then.", null);
        if (email.lastEvent() == LastEvent.QUEUED)
            add(null, Tone.WAIT, "It waits for files that are fetched from their addresses.", null);
        if (email.lastEvent() == LastEvent.CANCELED && !left)
            add(null, Tone.BAD, "It was canceled before it left.", null);
        if (email.lastEvent() == LastEvent.FAILED && !left)
            add(
                    null,
                    Tone.BAD,
                    "It could not leave: the domain could not send, the key was gone, a quota was used up, or a file"
                            + " could not be fetched. The event email.failed says which.",
                    null);
    }

    private void delivery(Trace trace) {
        String who = trace.recipient().unicode();
        waits(trace);
        trace.attempts().forEach(attempt -> attempt(attempt, recipients.size() > 1 ? " for " + who : ""));
        switch (trace.state()) {
            case SUPPRESSED ->
                add(
                        trace.createdAt(),
                        Tone.BAD,
                        "Not sent to " + who + ": the address is suppressed, because it bounced or complained before, or"
                                + " you said so.",
                        null);
            case FAILED ->
                add(trace.createdAt(), Tone.BAD, "Not sent to " + who + ", who does not want such emails.", null);
            case CANCELED ->
                add(trace.settledAt(), Tone.BAD, "An operator ended the delivery to " + who + ".", null);
            case HELD -> add(null, Tone.WAIT, "An operator has paused the delivery to " + who + ".", null);
            case WAITING, ATTEMPTING, DEFERRED -> next(trace, who);
            case DELIVERED, BOUNCED -> {}
        }
    }

    private void next(Trace trace, String who) {
        if (trace.state() == DeliveryState.ATTEMPTING) add(null, Tone.WAIT, "On its way to " + who + " now.", null);
        else if (trace.due() != null)
            add(trace.due(), Tone.CALM, "The next attempt to reach " + who + " comes then, or soon after.", null);
    }

    /// What no attempt tells: attempts that were put off say so themselves.
    private void waits(Trace trace) {
        for (Trace.Wait wait : trace.waited()) {
            boolean told = trace.attempts().stream()
                    .anyMatch(attempt -> attempt.waits() == wait.reason()
                            && attempt.at().plus(attempt.took()).equals(wait.since()));
            if (!told) add(wait.since(), Tone.WAIT, "Waiting. " + wait.reason().meaning(), null);
        }
    }

    private void attempt(Trace.Tried attempt, String whom) {
        String host = Objects.requireNonNullElse(attempt.host(), "the receiving server");
        Instant end = attempt.at().plus(attempt.took());
        switch (attempt.outcome()) {
            case "delivered" -> add(end, Tone.GOOD, "Delivered" + whom + ": " + host + " took it.", attempt.said());
            case "bounced" -> add(end, Tone.BAD, "Given up" + whom + bounced(attempt) + ".", attempt.said());
            default ->
                add(
                        end,
                        Tone.WAIT,
                        "Put off" + whom + ". " + (attempt.waits() == null ? "" : attempt.waits().meaning()),
                        attempt.said());
        }
    }

    private static String bounced(Trace.Tried attempt) {
        return attempt.host() == null ? "" : ": " + attempt.host() + " refused it";
    }

    private void cameBack(Why.Report report) {
        String who = report.recipient() == null ? "somebody" : report.recipient().unicode();
        switch (report.kind()) {
            case "bounced" ->
                add(
                        report.at(),
                        Tone.BAD,
                        "Returned later, for " + who
                                + (report.remoteMta() == null ? "." : ", by " + report.remoteMta() + "."),
                        report.diagnostic());
            case "complained" -> add(report.at(), Tone.BAD, "Marked as spam by " + who + ".", null);
            default ->
                add(
                        report.at(),
                        Tone.CALM,
                        "A complaint came that cannot be proven to be about this email; nothing follows from it.",
                        null);
        }
    }

    private void visited(Visit visit) {
        String who = visit.recipient() < recipients.size()
                ? recipients.get(visit.recipient()).unicode()
                : "somebody";
        boolean open = visit.kind() == Visit.Kind.OPEN;
        if (visit.machine() != null)
            add(
                    visit.at(),
                    Tone.CALM,
                    "A machine " + (open ? "loaded the image" : "followed a link") + " in the copy of " + who
                            + "; it is not counted (" + visit.machine() + ").",
                    visit.link());
        else add(visit.at(), Tone.GOOD, (open ? "Opened by " : "A link was followed by ") + who + ".", visit.link());
    }
}
