package dev.pennypost.webhooks;

import dev.pennypost.metrics.Metric;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.webhooks.NoticeMail.Notice;
import dev.pennypost.webhooks.WebhookEvent.WebhookDisabled;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Tells operators and teams of endpoints that were disabled: in the log, as a metric, by mail to the team's
/// contact address. Names hosts only, because the rest of a URL may be a secret.
public final class Notices {
    private static final System.Logger LOG = System.getLogger(Notices.class.getName());
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy 'at' HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Teams teams;
    private final Optional<NoticeMail> mail;
    private final MeterRegistry metrics;

    /// @param mail empty where the operator has no address to send from
    public Notices(Teams teams, Optional<NoticeMail> mail, MeterRegistry metrics) {
        this.teams = teams;
        this.mail = mail;
        this.metrics = metrics;
    }

    /// Says at once what operators can see.
    void disabled(WebhookDisabled event) {
        Metric.WEBHOOKS_DISABLED.counter(metrics, word(event)).increment();
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "webhook " + event.webhookId() + " of team " + event.teamId() + " at " + event.host()
                        + " is disabled: " + word(event));
    }

    /// Writes to the team, where there is somebody to write to and an address to write from.
    void write(WebhookDisabled event) {
        var contact = teams.contact(new TeamId(event.teamId()));
        if (mail.isEmpty() || contact.isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    () -> "team " + event.teamId() + " is not written to about webhook " + event.webhookId() + ": "
                            + (mail.isEmpty() ? "webhooks.notices-from is not set" : "it has no contact address"));
            return;
        }
        mail.get().send(notice(event, contact.get()));
    }

    private static Notice notice(WebhookDisabled event, String to) {
        String why = switch (event.reason()) {
            case GONE -> "It answered 410 Gone, which means that it wants no more events.";
            case FAILING -> "Every attempt has failed since " + TIME.format(event.failingSince()) + ".";
            case REQUESTED -> "Somebody of your team disabled it.";
        };
        String text = """
                Your webhook at %s was disabled on %s. %s

                Webhook: %s

                It is sent nothing until you enable it again, with status "enabled" in PATCH /webhooks/%s. What it \
                has missed is kept for some days; POST /webhooks/%s/replay sends it again.
                """.formatted(
                        event.host(),
                        TIME.format(event.disabledAt()),
                        why,
                        event.webhookId(),
                        event.webhookId(),
                        event.webhookId());
        String key = "webhook-disabled/" + event.webhookId() + "/" + event.disabledAt();
        return new Notice(key, to, "Your webhook at " + event.host() + " was disabled", text);
    }

    private static String word(WebhookDisabled event) {
        return event.reason().name().toLowerCase(Locale.ROOT);
    }
}
