package dev.pennypost;

import dev.pennypost.api.resend.ResendEvents;
import dev.pennypost.config.CannotStart;
import dev.pennypost.domains.DomainEvent;
import dev.pennypost.emails.EmailEvent;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.WebhookNoticeMail;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.net.HostLookup;
import dev.pennypost.storage.Event;
import dev.pennypost.streams.Streams;
import dev.pennypost.suppressions.SuppressionEvent;
import dev.pennypost.teams.Teams;
import dev.pennypost.topics.TopicEvent;
import dev.pennypost.webhooks.NoticeMail;
import dev.pennypost.webhooks.Notices;
import dev.pennypost.webhooks.Surroundings;
import dev.pennypost.webhooks.WebhookEvent;
import dev.pennypost.webhooks.Webhooks;
import dev.pennypost.webhooks.WebhooksConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Whom events are told.
final class EventFeatures {
    final Webhooks webhooks;
    final Streams streams;

    EventFeatures(Ground ground, TeamFeatures teams, MailFeatures mail) {
        var settings = ground.settings();
        var node = ground.storage().node();
        webhooks = new Webhooks(
                ground.database(),
                ground.secrets(),
                new ResendEvents(),
                settings.webhooks(),
                new Surroundings(node, ground.clock(), ground.random(), HostLookup.system()),
                new Notices(teams.teams, noticeMail(settings.webhooks(), mail.emails, teams.teams), ground.metrics()));
        streams = new Streams(
                ground.database(),
                new ResendEvents(),
                settings.kafka(),
                node,
                ground.clock(),
                ground.random(),
                ground.metrics());
        ground.database().outbox().tell(kinds(), List.of(webhooks.listener(), streams.listener()));
    }

    /// Every kind of event that features publish.
    static List<Class<? extends Event>> kinds() {
        return Stream.of(
                        EmailEvent.kinds(),
                        SuppressionEvent.kinds(),
                        TopicEvent.kinds(),
                        DomainEvent.kinds(),
                        WebhookEvent.kinds())
                .flatMap(List::stream)
                .toList();
    }

    void start(Ground ground) {
        ground.start(ground.database().outbox().relay());
        ground.running().add(webhooks.start());
        ground.running().add(streams.start());
    }

    private static Optional<NoticeMail> noticeMail(WebhooksConfig config, Emails emails, Teams teams) {
        if (config.noticesFrom().isEmpty()) return Optional.empty();
        try {
            return Optional.of(new WebhookNoticeMail(emails, teams.first(), Address.parse(config.noticesFrom())));
        } catch (BadAddress bad) {
            throw new CannotStart("webhooks.notices-from is no address: " + bad.getMessage());
        }
    }
}
