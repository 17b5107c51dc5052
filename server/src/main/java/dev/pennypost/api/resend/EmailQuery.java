package dev.pennypost.api.resend;

import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.domains.DomainId;
import dev.pennypost.emails.EmailFilter;
import dev.pennypost.emails.LastEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which emails a list is to have, which this API cannot be asked.
final class EmailQuery {
    private EmailQuery() {}

    /// @throws Refusal when a parameter is malformed (422)
    static EmailFilter of(Request request) {
        return new EmailFilter(
                text(request, "recipient"),
                text(request, "subject"),
                statuses(request),
                given(request, "domain_id")
                        .map(text -> new DomainId(
                                ResendIds.parse(text).orElseThrow(() -> ResendIds.malformed("domain_id"))))
                        .orElse(null),
                given(request, "tag").map(EmailFilter.Tag::parse).orElse(null),
                given(request, "start_date")
                        .map(text -> time("start_date", text))
                        .orElse(null),
                given(request, "end_date").map(text -> time("end_date", text)).orElse(null));
    }

    private static Optional<String> given(Request request, String parameter) {
        return request.query(parameter).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static @Nullable String text(Request request, String parameter) {
        return given(request, parameter).orElse(null);
    }

    /// Separated by commas, the parameter repeated, or both.
    private static Set<LastEvent> statuses(Request request) {
        return request.query().getOrDefault("status", List.of()).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(EmailQuery::status)
                .collect(Collectors.toSet());
    }

    private static LastEvent status(String text) {
        return Arrays.stream(LastEvent.values())
                .filter(status -> ResendStatuses.of(status).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> EmailJson.bad(
                        "status",
                        "Invalid `status`. Each must be one of "
                                + Arrays.stream(LastEvent.values())
                                        .map(ResendStatuses::of)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static Instant time(String parameter, String text) {
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException malformed) {
            throw EmailJson.bad(
                    parameter, "Invalid `" + parameter + "`. Use ISO 8601, such as `2026-11-21T10:00:00Z`.");
        }
    }
}
