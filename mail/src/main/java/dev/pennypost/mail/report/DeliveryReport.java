package dev.pennypost.mail.report;

import dev.pennypost.mail.mime.ParsedAttachment;
import dev.pennypost.mail.mime.ParsedHeader;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.mail.smtp.EnhancedCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A delivery status notification (RFC 3464, RFC 6533 for addresses that are not ASCII).
///
/// @param reportingMta the server that reports, such as `mx.example.com`; null when it is not told
/// @param original the fields of the message it is about, as far as they are returned
public record DeliveryReport(
        @Nullable String reportingMta, List<ReportedRecipient> recipients, List<ParsedHeader> original) {
    private static final Set<String> TYPES = Set.of("message/delivery-status", "message/global-delivery-status");

    public DeliveryReport {
        recipients = List.copyOf(recipients);
        original = List.copyOf(original);
    }

    /// Finds the part that is made for programs. Some servers label the message around it as they like, so
    /// that is not looked at.
    ///
    /// @return empty when there is none, or it is about no recipient
    public static Optional<DeliveryReport> of(ParsedMessage message) {
        var groups = message.attachments().stream()
                .filter(part -> TYPES.contains(part.contentType()))
                .map(ParsedAttachment::content)
                .map(FieldGroups::read)
                .flatMap(List::stream)
                .toList();
        var recipients = new ArrayList<ReportedRecipient>();
        for (var group : groups) recipient(group).ifPresent(recipients::add);
        if (recipients.isEmpty()) return Optional.empty();
        String mta = groups.stream()
                .map(group -> host(group, "reporting-mta"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return Optional.of(new DeliveryReport(mta, recipients, OriginalHeader.in(message)));
    }

    /// The recipients that this was done for.
    public List<ReportedRecipient> with(Action action) {
        return recipients.stream().filter(one -> one.action() == action).toList();
    }

    private static Optional<ReportedRecipient> recipient(Map<String, List<String>> group) {
        String status = first(group, "status");
        EnhancedCode code = status == null ? null : Codes.enhanced(status).orElse(null);
        String diagnostic = first(group, "diagnostic-code");
        if (first(group, "final-recipient") == null && first(group, "original-recipient") == null)
            return Optional.empty();
        return action(group, code)
                .map(action -> new ReportedRecipient(
                        TypedAddress.read(first(group, "final-recipient")),
                        TypedAddress.read(first(group, "original-recipient")),
                        action,
                        code,
                        diagnostic,
                        host(group, "remote-mta")));
    }

    /// Where there is no action, the class of the status says as much (RFC 3463 §3.1).
    private static Optional<Action> action(Map<String, List<String>> group, @Nullable EnhancedCode code) {
        String said = first(group, "action");
        if (said != null) return Action.parse(said);
        return Optional.ofNullable(code).map(status -> switch (status.category()) {
            case 2 -> Action.DELIVERED;
            case 4 -> Action.DELAYED;
            default -> Action.FAILED;
        });
    }

    private static @Nullable String host(Map<String, List<String>> group, String name) {
        String typed = first(group, name);
        return typed == null ? null : typed.substring(typed.indexOf(';') + 1).strip();
    }

    private static @Nullable String first(Map<String, List<String>> group, String name) {
        List<String> values = group.get(name);
        return values == null || values.getFirst().isBlank() ? null : values.getFirst();
    }
}
