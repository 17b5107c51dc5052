package dev.pennypost.dashboard.queue;

import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.WaitReason;
import dev.pennypost.delivery.control.ControlProblem;
import dev.pennypost.delivery.control.Verb;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// How the console calls things.
final class Words {
    private Words() {}

    static String of(DeliveryState state) {
        return switch (state) {
            case WAITING -> "Waiting";
            case ATTEMPTING -> "Being attempted";
            case DEFERRED -> "Put off";
            case HELD -> "Paused";
            case DELIVERED -> "Delivered";
            case BOUNCED -> "Bounced";
            case SUPPRESSED -> "Suppressed";
            case FAILED -> "Not wanted";
            case CANCELED -> "Canceled";
        };
    }

    static Tone tone(DeliveryState state) {
        return switch (state) {
            case WAITING, ATTEMPTING, SUPPRESSED, FAILED, CANCELED -> Tone.CALM;
            case DEFERRED, HELD -> Tone.WAIT;
            case DELIVERED -> Tone.GOOD;
            case BOUNCED -> Tone.BAD;
        };
    }

    static String of(WaitReason why) {
        String words = why.spelled().replace('_', ' ');
        return (words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1))
                .replace("Tls", "TLS")
                .replace("Dns", "DNS");
    }

    static String title(Verb verb) {
        return switch (verb) {
            case PAUSE -> "Pause";
            case FLUSH -> "Retry now";
            case REQUEUE -> "Start anew";
            case CANCEL -> "Cancel";
        };
    }

    static String meaning(Verb verb) {
        return switch (verb) {
            case PAUSE ->
                "Nothing of this is attempted until somebody resumes it, also what is accepted meanwhile. Attempts under"
                        + " way go on.";
            case FLUSH ->
                "What was put off is attempted at once instead of at its time. With a site, the site's suspension ends"
                        + " too.";
            case REQUEUE ->
                "Deliveries are tried as if they were new, for as long as a new one, also those that bounced, were"
                        + " suppressed or canceled.";
            case CANCEL ->
                "Deliveries end, for good: nothing of this goes out. Who sent them is told that they were canceled.";
        };
    }

    static String done(Verb verb, long deliveries, long underWay) {
        String many = deliveries == 1 ? "1 delivery" : Overview.grouped(deliveries) + " deliveries";
        String said =
                switch (verb) {
                    case PAUSE -> "Paused.";
                    case FLUSH -> many + " attempted now.";
                    case REQUEUE -> many + " started anew.";
                    case CANCEL -> many + " canceled.";
                };
        return underWay == 0 ? said : said + " " + Overview.grouped(underWay) + " under way go on.";
    }

    static String of(ControlProblem problem) {
        return switch (problem) {
            case ControlProblem.NothingSelected() -> "Say which deliveries first; all of them at once is never meant.";
            case ControlProblem.NotOneTarget() ->
                "A pause is of one thing: a site, a team, a domain, a recipients' domain or an email, and of every state.";
            case ControlProblem.NotInThisState(Set<DeliveryState> possible) ->
                "That can be done only to deliveries that are: "
                        + possible.stream()
                                .sorted()
                                .map(Words::of)
                                .map(word -> word.toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")) + ".";
            case ControlProblem.BadReason(int longest) ->
                "Say why, in at most " + longest + " characters: colleagues will wonder.";
        };
    }
}
