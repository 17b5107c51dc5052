package dev.pennypost.dashboard.queue;

import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.delivery.control.ListedDelivery;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A delivery as the console shows it.
///
/// @param why it waits; null when it does not
/// @param due when it is attempted at the earliest; null when that is not planned
/// @param said the answer to the last attempt; null before the first
/// @param email the page of its email; null when that is another team's
record DeliveryRow(
        String recipient,
        @Nullable String site,
        Tone tone,
        String state,
        @Nullable String why,
        @Nullable Instant due,
        int attempts,
        @Nullable String said,
        @Nullable String email,
        String teamPath,
        String domainPath,
        String emailPath,
        Instant at) {
    static final List<String> CELLS = List.of(
            "email_id", "recipient", "team_id", "domain_id", "site", "state", "wait_reason", "due", "attempts",
            "last_reply", "created_at");

    static DeliveryRow of(ListedDelivery one, TeamId visitor) {
        String emailId = one.id().emailId().toString();
        return new DeliveryRow(
                one.recipient().toString(),
                one.site(),
                Words.tone(one.state()),
                Words.of(one.state()),
                one.waits() == null ? null : one.waits().meaning(),
                one.due(),
                one.attempts(),
                one.said(),
                one.team().equals(visitor) ? Paths.MOUNT + "/emails/" + emailId : null,
                only("team", one.team().value().toString()),
                only("domain", one.domain().value().toString()),
                only("email", emailId),
                one.createdAt());
    }

    private static String only(String field, String value) {
        return Paths.with(QueuePages.DELIVERIES, Map.of(field, value));
    }

    static List<String> cells(ListedDelivery one) {
        return List.of(
                one.id().emailId().toString(),
                one.recipient().toString(),
                one.team().value().toString(),
                one.domain().value().toString(),
                Objects.toString(one.site(), ""),
                one.state().spelled(),
                one.waits() == null ? "" : one.waits().spelled(),
                Objects.toString(one.due(), ""),
                String.valueOf(one.attempts()),
                Objects.toString(one.said(), ""),
                one.createdAt().toString());
    }
}
