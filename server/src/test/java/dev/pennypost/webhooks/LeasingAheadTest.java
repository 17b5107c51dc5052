package dev.pennypost.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasingAheadTest {
    private static final int MESSAGES = 200;

    private final WebhookWorld world = new WebhookWorld();
    private final ScriptedEndpoint endpoint = new ScriptedEndpoint();

    @AfterEach
    void stop() {
        world.close();
        endpoint.close();
    }

    @Test
    void sendsEverythingOnceToAnEndpointThatAnswersWell() {
        world.create(endpoint);
        for (int i = 0; i < MESSAGES; i++) world.publish("{}");

        allArrive();
        assertThat(heard())
                .hasSize(MESSAGES)
                .allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
        assertThat(world.count("webhook_attempts")).isEqualTo(MESSAGES);
    }

    @Test
    void losesNothingOfWhatWaitedBehindAFailure() {
        var oks = new int[60];
        Arrays.fill(oks, 200);
        world.create(endpoint.answer(oks).answer(500).answer(oks).answer(503));
        for (int i = 0; i < MESSAGES; i++) world.publish("{}");
        Eventually.holds(
                "all are tried",
                () -> world.count("webhook_messages where status in ('pending')") == 0
                        && world.count("webhook_attempts") == MESSAGES);
        assertThat(world.count("webhook_messages where status = 'attempting' and leased_by is null"))
                .isEqualTo(2);

        world.later(Duration.ofSeconds(10));
        allArrive();
        assertThat(world.count("webhook_attempts")).isEqualTo(MESSAGES + 2);
        assertThat(heard().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(MESSAGES + 2);
    }

    @Test
    void givesBackWhatItHeldWhenItStops() {
        world.create(endpoint);
        for (int i = 0; i < MESSAGES; i++) world.publish("{}");
        endpoint.next();
        world.webhooks().close();
        assertThat(world.count("webhook_messages where leased_by is not null")).isZero();

        world.node("there");
        allArrive();
    }

    private void allArrive() {
        Eventually.holds(
                "all have arrived", () -> world.count("webhook_messages where status = 'success'") == MESSAGES);
        assertThat(world.count("webhook_messages where leased_by is not null")).isZero();
    }

    private Map<String, Integer> heard() {
        var times = new HashMap<String, Integer>();
        while (endpoint.wasCalled()) times.merge(endpoint.next().header("svix-id"), 1, Integer::sum);
        return times;
    }
}
