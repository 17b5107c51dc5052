package dev.pennypost.dashboard.webhooks;

import dev.pennypost.dashboard.shell.Form;
import dev.pennypost.webhooks.Webhook;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The form for an endpoint, with what was filled in.
///
/// @param everything whether every type is wanted
/// @param events those that are ticked
/// @param domains ids of those that are ticked
/// @param errors what is wrong, by field
record WebhookForm(
        String endpoint,
        boolean everything,
        List<String> events,
        List<String> domains,
        boolean ordered,
        List<Choice> choices,
        Map<String, String> errors) {
    static WebhookForm empty(List<Choice> choices) {
        return new WebhookForm("", false, List.of(), List.of(), false, choices, Map.of());
    }

    static WebhookForm of(Form form, List<Choice> choices, Map<String, String> errors) {
        return new WebhookForm(
                form.text("endpoint"),
                form.text("which").equals("all"),
                form.all("events"),
                form.all("domains"),
                form.isSet("ordered"),
                choices,
                errors);
    }

    static WebhookForm of(Webhook webhook, List<Choice> choices) {
        return new WebhookForm(
                webhook.endpoint(),
                webhook.events() == null,
                Objects.requireNonNullElse(webhook.events(), List.of()),
                webhook.domains().stream().map(UUID::toString).collect(Collectors.toList()),
                webhook.ordered(),
                choices,
                Map.of());
    }

    List<EventGroup> groups() {
        return EventGroup.ALL;
    }

    @Nullable
    String error(String field) {
        return errors.get(field);
    }

    /// A domain to tick.
    record Choice(UUID id, String name) {}
}
