package dev.pennypost.dashboard.webhooks;

import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.dashboard.shell.Chrome;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.webhooks.MessageStatus;
import dev.pennypost.webhooks.WebhookId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A page of what an endpoint was sent.
///
/// @param chrome of the moment that times are counted from
/// @param path of the endpoint's page
/// @param status which ones are shown, as the address has it; empty for all
/// @param isNewest whether these are the newest of all, which change by themselves
record DeliveryRows(Chrome chrome, String path, String status, List<DeliveryView> rows, Pager pager, boolean isNewest) {
    /// The page of an endpoint with what is looked for, from its beginning.
    static String path(WebhookId id, Visit visit) {
        return Paths.with(Area.WEBHOOKS.path() + "/" + id, filters(visit));
    }

    /// What is looked for, as it stands in the address; what cannot be understood is ignored.
    static Optional<MessageStatus> wanted(Visit visit) {
        String asked = visit.query("status").orElse("");
        return statuses().filter(status -> key(status).equals(asked)).findFirst();
    }

    static Map<String, String> filters(Visit visit) {
        return Map.of("status", wanted(visit).map(DeliveryRows::key).orElse(""));
    }

    private static Stream<MessageStatus> statuses() {
        return Stream.of(MessageStatus.FAILED, MessageStatus.ATTEMPTING, MessageStatus.PENDING, MessageStatus.SUCCESS);
    }

    private static String key(MessageStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /// What can be looked for.
    List<Choice> choices() {
        return statuses()
                .map(status -> new Choice(key(status), Words.of(status)))
                .toList();
    }

    String live() {
        return Paths.with(path + "/live", Map.of("status", status));
    }

    String csv() {
        return Paths.with(path, Map.of("status", status, "format", "csv"));
    }

    record Choice(String key, String word) {}
}
