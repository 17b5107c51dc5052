package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.emails.EmailEvent.EmailDelivered;
import dev.pennypost.emails.EmailEvent.EmailFailed;
import dev.pennypost.emails.EmailEvent.EmailSent;
import dev.pennypost.emails.EmailEvent.EmailSuppressed;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.suppressions.Recipient;
import dev.pennypost.templates.TemplateId;
import dev.pennypost.topics.SaveResult;
import dev.pennypost.topics.Subscription;
import dev.pennypost.topics.TopicDetails;
import dev.pennypost.topics.TopicId;
import dev.pennypost.topics.Topics;
import dev.pennypost.topics.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Stories of emails that only those get who want what they are about (contract §29.8).
class TopicTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final World world = new World();
    private final Caller acme = world.sender(world.team("acme"), "acme.test");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void sendsToEverybodyWhoDidNotOptOut() {
        EmailId id = send(topic(Subscription.OPT_IN), "ada@dest.test", "bob@dest.test");

        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);

        assertThat(world.mx.awaitMessages(1, SOON).getFirst().recipients())
                .containsExactly("ada@dest.test", "bob@dest.test");
        assertThat(world.awaitEvents(EmailSent.class, 1))
                .singleElement()
                .satisfies(event -> assertThat(event.email().to()).containsExactly("ada@dest.test", "bob@dest.test"));
    }

    @Test
    void sendsToNobodyWhereEverybodyWouldHaveToOptIn() {
        EmailId id = send(topic(Subscription.OPT_OUT), "Ada <ada@dest.test>", "bob@dest.test");

        assertThat(email(id).lastEvent()).isEqualTo(LastEvent.FAILED);
        assertThat(state(id)).containsExactly("failed", "failed");
        assertThat(world.awaitEvents(EmailFailed.class, 1)).singleElement().satisfies(event -> {
            assertThat(event.email().to()).containsExactly("Ada <ada@dest.test>", "bob@dest.test");
            assertThat(event.reason()).isEqualTo("not_subscribed_to_topic");
        });
        EmailId after = send(topic(Subscription.OPT_IN), "last@dest.test");
        world.awaitLastEvent(acme, after, LastEvent.DELIVERED);
        assertThat(world.awaitEvents(EmailSent.class, 1)).hasSize(1);
        assertThat(world.mx.awaitMessages(1, SOON)).hasSize(1);
    }

    @Test
    void saysThatSomebodyIsSuppressedRatherThanWhatTheyWant() {
        world.suppressions.add(List.of(Recipient.of(acme.team(), Address.parse("ada@dest.test"))));

        EmailId id = send(topic(Subscription.OPT_OUT), "ada@dest.test", "bob@dest.test");

        assertThat(state(id)).containsExactly("suppressed", "failed");
        assertThat(email(id).lastEvent()).isEqualTo(LastEvent.FAILED);
        assertThat(world.awaitEvents(EmailSuppressed.class, 1)
                        .getFirst()
                        .email()
                        .to())
                .containsExactly("ada@dest.test");
        assertThat(world.awaitEvents(EmailFailed.class, 1).getFirst().email().to())
                .containsExactly("bob@dest.test");
        EmailId alone = send(topic(Subscription.OPT_OUT), "ada@dest.test");
        assertThat(email(alone).lastEvent()).isEqualTo(LastEvent.SUPPRESSED);
    }

    @Test
    void refusesATopicThatTheTeamDoesNotHave() {
        Caller other = world.sender(world.team("other"), "other.test");
        TopicId theirs = topic(other, Subscription.OPT_IN);
        var refused = new SendResult.Refused(new EmailProblem.NoSuchTopic());

        assertThat(world.emailsDoor().send(acme, request(theirs, null, "ada@dest.test")))
                .isEqualTo(refused);
        assertThat(world.emailsDoor().send(acme, request(new TopicId(UUID.randomUUID()), null, "ada@dest.test")))
                .isEqualTo(refused);
    }

    @Test
    void sendsToNobodyOnceAnotherNodeRemovedTheTopic() {
        TopicId news = topic(Subscription.OPT_IN);
        world.awaitLastEvent(acme, send(news, "ada@dest.test"), LastEvent.DELIVERED);

        new Topics(world.database, world.clock).remove(acme.team(), news);
        EmailId id = send(news, "ada@dest.test");

        assertThat(email(id).lastEvent()).isEqualTo(LastEvent.FAILED);
        assertThat(world.awaitEvents(EmailFailed.class, 1).getFirst().reason()).isEqualTo("topic_not_found");
    }

    @Test
    void asksWhenAScheduledEmailLeaves() {
        Instant later = world.clock.instant().plus(Duration.ofHours(1));
        TopicId in = topic(Subscription.OPT_IN);
        TopicId gone = topic(Subscription.OPT_IN);
        EmailId wanted = world.send(acme, request(in, later, "ada@dest.test"));
        EmailId unwanted = world.send(acme, request(topic(Subscription.OPT_OUT), later, "ada@dest.test"));
        EmailId nobodys = world.send(acme, request(gone, later, "ada@dest.test"));
        assertThat(Stream.of(wanted, unwanted, nobodys).map(id -> email(id).lastEvent()))
                .containsOnly(LastEvent.SCHEDULED);
        world.topics.remove(acme.team(), gone);

        world.clock.advance(Duration.ofHours(2));
        world.emailsDoor().letLeave();

        world.awaitLastEvent(acme, wanted, LastEvent.DELIVERED);
        assertThat(email(unwanted).lastEvent()).isEqualTo(LastEvent.FAILED);
        assertThat(email(nobodys).lastEvent()).isEqualTo(LastEvent.FAILED);
        assertThat(world.awaitEvents(EmailFailed.class, 2))
                .extracting(EmailFailed::reason)
                .containsExactlyInAnyOrder("not_subscribed_to_topic", "topic_not_found");
        assertThat(email(nobodys).topic()).isEqualTo(gone);
        assertThat(world.mx.awaitMessages(1, SOON)).hasSize(1);
    }

    @Test
    void tellsWithEveryEventWhichTemplateAnEmailWasMadeFrom() {
        var template = new TemplateId(UUID.randomUUID());
        EmailId id = world.send(acme, request(null, template, null, "ada@dest.test"));

        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);

        assertThat(email(id).template()).isEqualTo(template);
        assertThat(world.awaitEvents(EmailSent.class, 1).getFirst().email().templateId())
                .isEqualTo(template.value());
        assertThat(world.awaitEvents(EmailDelivered.class, 1).getFirst().email().templateId())
                .isEqualTo(template.value());
    }

    private EmailId send(TopicId topic, String... to) {
        return world.send(acme, request(topic, null, to));
    }

    private static SendEmail request(TopicId topic, @Nullable Instant time, String... to) {
        return request(topic, null, time, to);
    }

    private static SendEmail request(
            @Nullable TopicId topic, @Nullable TemplateId template, @Nullable Instant time, String... to) {
        return new SendEmail(
                Mailbox.parse("a@acme.test"),
                Stream.of(to).map(Mailbox::parse).toList(),
                List.of(),
                List.of(),
                List.of(),
                "A subject",
                null,
                "A text",
                List.of(),
                List.of(),
                List.of(),
                time,
                List.of(),
                topic,
                template,
                TrackingWish.NONE);
    }

    private TopicId topic(Subscription subscription) {
        return topic(acme, subscription);
    }

    private TopicId topic(Caller owner, Subscription subscription) {
        var details = new TopicDetails("News", null, subscription, Visibility.PRIVATE);
        return ((SaveResult.Saved) world.topics.create(owner.team(), details)).id();
    }

    private Email email(EmailId id) {
        return world.emailsDoor().get(acme.team(), id).orElseThrow();
    }

    private List<String> state(EmailId id) {
        return world.database.inTransaction(tx -> tx.handle()
                .createQuery("select state from deliveries where email_id = :id order by position")
                .bind("id", id.value())
                .mapTo(String.class)
                .list());
    }
}
