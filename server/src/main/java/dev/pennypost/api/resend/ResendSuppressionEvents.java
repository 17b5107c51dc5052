package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pennypost.emails.EmailEvent.Suppressed;
import dev.pennypost.suppressions.SuppressionEvent;
import dev.pennypost.suppressions.SuppressionEvent.SuppressionAdded;
import dev.pennypost.suppressions.SuppressionEvent.SuppressionRemoved;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Suppressions as webhooks tell them (contract §22.2 and §22.3).
final class ResendSuppressionEvents {
    private static final String MESSAGE = "Address is on the suppression list.";
    private static final String TEST_MESSAGE = "The address is a test address that is always suppressed.";

    private ResendSuppressionEvents() {}

    /// The webhook's `type`.
    static String type(SuppressionEvent event) {
        return switch (event) {
            case SuppressionAdded _ -> "suppression.added";
            case SuppressionRemoved _ -> "suppression.removed";
        };
    }

    /// The webhook's `data`.
    static Data data(SuppressionEvent event) {
        var suppression = event.suppression();
        return new Data(
                suppression.id(),
                suppression.email(),
                ResendStatuses.of(suppression.origin()),
                suppression.sourceId(),
                Timestamps.iso(suppression.createdAt()));
    }

    /// What `email.suppressed` says beyond its email. There is no word for recipients that the team itself suppressed.
    static SuppressedJson why(Suppressed suppressed) {
        return switch (suppressed.reason()) {
            case PREVIOUS_BOUNCE -> listed("previous_bounce", suppressed);
            case PREVIOUS_COMPLAINT -> listed("previous_complaint", suppressed);
            case OWN_WISH -> listed(null, suppressed);
            case TEST -> new SuppressedJson(TEST_MESSAGE, "Suppressed", "previous_bounce", List.of());
        };
    }

    private static SuppressedJson listed(@Nullable String reason, Suppressed suppressed) {
        return new SuppressedJson(MESSAGE, "OnAccountSuppressionList", reason, suppressed.diagnosticCodes());
    }

    record Data(
            UUID id, String email, String origin, @Nullable UUID sourceId, String createdAt) {}

    @JsonPropertyOrder({"message", "type", "reason", "diagnosticCode"})
    record SuppressedJson(
            String message,
            String type,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String reason,

            @JsonProperty("diagnosticCode") List<String> diagnosticCode) {}
}
