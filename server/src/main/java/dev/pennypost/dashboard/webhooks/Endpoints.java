package dev.pennypost.dashboard.webhooks;

import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.Webhook;
import dev.pennypost.webhooks.WebhookHealth;
import dev.pennypost.webhooks.WebhookId;
import dev.pennypost.webhooks.Webhooks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Endpoints with what pages show of them: how they fare, and the names of their domains.
record Endpoints(Webhooks webhooks, Domains domains) {
    static Optional<WebhookId> id(Visit visit) {
        return visit.id("id").map(WebhookId::new);
    }

    List<WebhookView> views(TeamId team, List<Webhook> found) {
        Map<WebhookId, WebhookHealth> health =
                webhooks.health(team, found.stream().map(Webhook::id).toList());
        Map<DomainId, DomainName> names = domains.names(
                team,
                found.stream()
                        .flatMap(one -> one.domains().stream())
                        .map(DomainId::new)
                        .collect(Collectors.toSet()));
        return found.stream()
                .map(one -> WebhookView.of(one, health.getOrDefault(one.id(), WebhookHealth.WELL), names))
                .toList();
    }
}
