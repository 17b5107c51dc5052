package dev.pennypost.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import dev.pennypost.webhooks.ScriptedEndpoint.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Secrets that change, and endpoints that want the events of some domains.
class RotationTest {
    private final WebhookWorld world = new WebhookWorld();
    private final ScriptedEndpoint endpoint = new ScriptedEndpoint();

    @AfterEach
    void close() {
        endpoint.close();
        world.close();
    }

    @Test
    void signsWithBothSecretsForADay() {
        var first = world.create(endpoint);
        var second = rotate(first);
        assertThat(second.signingSecret().reveal())
                .matches("whsec_[A-Za-z0-9+/]{32}")
                .isNotEqualTo(first.signingSecret().reveal());
        world.publish("1");
        assertThat(endpoint.next())
                .satisfies(received -> assertThat(received.header("svix-signature"))
                        .isEqualTo(signature(second, received) + " " + signature(first, received)));

        world.clock.advance(Duration.ofHours(24).minusMinutes(1));
        world.publish("2");
        assertThat(endpoint.next().header("svix-signature").split(" ")).hasSize(2);
        world.later(Duration.ofMinutes(1));
        world.publish("3");
        assertThat(endpoint.next())
                .satisfies(received ->
                        assertThat(received.header("svix-signature")).isEqualTo(signature(second, received)));
        world.wake();
        Eventually.holds(
                "the old one is forgotten", () -> world.count("webhooks where previous_secret is not null") == 0);
    }

    @Test
    void keepsNoMoreThanTheSecretBefore() {
        var first = world.create(endpoint);
        var second = rotate(first);
        var third = rotate(first);
        world.publish("1");
        assertThat(endpoint.next())
                .satisfies(received -> assertThat(received.header("svix-signature"))
                        .isEqualTo(signature(third, received) + " " + signature(second, received)));
        assertThat(world.webhooks()
                        .get(world.acme, first.webhook().id())
                        .orElseThrow()
                        .signingSecret())
                .isEqualTo(third.signingSecret());
    }

    @Test
    void keepsBothSecretsSealed() {
        var first = world.create(endpoint);
        rotate(first);
        byte[] stored = world.database()
                .inTransaction(tx -> tx.handle()
                        .createQuery("select previous_secret from webhooks")
                        .mapTo(byte[].class)
                        .one());
        byte[] key = Base64.getDecoder().decode(first.signingSecret().reveal().substring("whsec_".length()));
        assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(key, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void tellsAnEndpointOnlyOfItsDomains() {
        UUID ours = new UUID(5, 1);
        UUID another = new UUID(5, 2);
        world.create(new NewWebhook(endpoint.url(), List.of(WebhookWorld.HAPPENED), Set.of(ours), false));
        try (var everything = new ScriptedEndpoint()) {
            world.create(everything);
            world.publish("another", null, another);
            world.publish("none", null, null);
            world.publish("ours", null, ours);
            var heard = new ArrayList<String>();
            for (int i = 0; i < 3; i++) heard.add(everything.next().text());
            assertThat(heard).containsExactlyInAnyOrder("another", "none", "ours");
        }
        assertThat(endpoint.next().text()).isEqualTo("ours");
        assertThat(endpoint.wasCalled()).isFalse();
    }

    @Test
    void tellsOfEverythingOnceTheFilterIsTakenAway() {
        var webhook = world.create(
                new NewWebhook(endpoint.url(), List.of(WebhookWorld.HAPPENED), Set.of(new UUID(5, 1)), false));
        var change = new WebhookChange(null, null, null, Set.of(), null);
        assertThat(world.webhooks().change(world.acme, webhook.webhook().id(), change))
                .isInstanceOf(ChangeResult.Changed.class);
        world.publish("none");
        assertThat(endpoint.next().text()).isEqualTo("none");
    }

    private SignedWebhook rotate(SignedWebhook webhook) {
        return world.webhooks().rotate(world.acme, webhook.webhook().id()).orElseThrow();
    }

    private static String signature(SignedWebhook webhook, Received received) {
        byte[] key = Base64.getDecoder().decode(webhook.signingSecret().reveal().substring("whsec_".length()));
        Instant at = Instant.ofEpochSecond(Long.parseLong(received.header("svix-timestamp")));
        return SigningSecret.of(key)
                .sign(received.header("svix-id"), at, received.text().getBytes(UTF_8));
    }
}
