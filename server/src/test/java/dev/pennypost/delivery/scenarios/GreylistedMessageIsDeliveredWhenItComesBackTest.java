package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class GreylistedMessageIsDeliveredWhenItComesBackTest {
    @Test
    void afterFiveMinutesAtLeast(Scenario scenario) {
        Story story = scenario.story("grey");
        story.mx().onRcpt("*", "451 4.7.1 Greylisted, please try again in 60 seconds", "250 2.1.5 ok");

        Sent sent = story.send("ada").comesTo("deferred").isTold("sent ada", "delayed ada");

        assertThat(sent.triedOnce().reply()).contains("Greylisted");
        assertThat(sent.waitsAtLeast(Duration.ofMinutes(5))).isTrue();
        scenario.passUntilTheSecondAttempt();
        sent.comesTo("delivered").isTold("sent ada", "delayed ada", "delivered ada");
        assertThat(story.arrived()).hasSize(1);
    }

    @Test
    void withoutBeingTakenForPushingBack(Scenario scenario) {
        Story story = scenario.story("grey");
        story.mx().onRcpt("ada@*", "451 4.7.1 Greylisted, come back later", "250 2.1.5 ok");

        Sent grey = story.send("ada").comesTo("deferred");
        Sent other = story.send("bob").comesTo("delivered");

        assertThat(other.tried()).hasSize(1);
        scenario.passUntilTheSecondAttempt();
        grey.comesTo("delivered");
        assertThat(story.arrived()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void untilItIsGivenUp() {
        try (var scenario = new Scenario()) {
            Story story = scenario.story("grey");
            story.mx().onRcpt("*", "451 4.7.1 Greylisted");
            Sent sent = story.send("ada").comesTo("deferred");

            scenario.pass(Duration.ofHours(49));

            sent.comesTo("bounced").isTold("sent ada", "delayed ada", "bounced ada");
            assertThat(sent.tried(2).getLast().reason()).isEqualTo("expired");
            assertThat(story.arrived()).isEmpty();
        }
    }
}
