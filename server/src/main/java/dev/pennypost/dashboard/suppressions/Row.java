package dev.pennypost.dashboard.suppressions;

import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.suppressions.Origin;
import dev.pennypost.suppressions.Suppression;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One suppression as it is shown.
///
/// @param source the page of the email that was at fault; null when the team itself said so
/// @param diagnostic what the recipient's server said; null when it said nothing
record Row(
        String path,
        String email,
        Origin origin,
        @Nullable String source,
        @Nullable String diagnostic,
        Instant at) {
    static final List<String> CELLS = List.of("email", "origin", "source_id", "diagnostic", "created_at");

    static Row of(Suppression one) {
        return new Row(
                SuppressionPages.PATH + "/" + one.id(),
                one.recipient().email(),
                one.origin(),
                one.source() == null ? null : Paths.MOUNT + "/emails/" + one.source(),
                one.diagnostic(),
                one.createdAt());
    }

    static List<String> cells(Suppression one) {
        return List.of(
                one.recipient().email(),
                one.origin().name().toLowerCase(Locale.ROOT),
                Objects.toString(one.source(), ""),
                Objects.toString(one.diagnostic(), ""),
                one.createdAt().toString());
    }

    Tone tone() {
        return origin == Origin.MANUAL ? Tone.CALM : Tone.BAD;
    }

    String reason() {
        return switch (origin) {
            case BOUNCE -> "Bounced";
            case COMPLAINT -> "Complained";
            case MANUAL -> "Added by hand";
        };
    }

    /// What happened, in one sentence.
    String story() {
        return switch (origin) {
            case BOUNCE -> "An email to this address came back, and the next one would as well.";
            case COMPLAINT -> "The recipient reported an email as spam.";
            case MANUAL -> "Somebody of the team, or a program of theirs, put the address on the list.";
        };
    }

    /// What to know before it is taken away.
    String advice() {
        return switch (origin) {
            case BOUNCE ->
                "Do this only if you know that the mailbox is there now. Providers count mail to mailboxes that are not"
                        + " there against you.";
            case COMPLAINT ->
                "Do this only if the recipient asked you to. A second report from the same person weighs more than"
                        + " the first.";
            case MANUAL -> "Emails of the team reach this address from now on.";
        };
    }
}
