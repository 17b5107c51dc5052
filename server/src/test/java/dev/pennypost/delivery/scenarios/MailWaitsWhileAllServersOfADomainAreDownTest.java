package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Sent.Tried;
import dev.pennypost.testkit.FakeMx;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class MailWaitsWhileAllServersOfADomainAreDownTest {
    @Test
    void andIsTriedAgainInAMinute(Scenario scenario) {
        Story story = scenario.story("down");
        scenario.server(story.domain(), "mx2", 20).close();
        story.mx().close();

        Sent sent = story.send("ada").comesTo("deferred").isTold("sent ada", "delayed ada");

        assertThat(sent.waitReasons()).containsExactly("host_unreachable");
        Tried tried = sent.triedOnce();
        assertThat(tried.reply()).startsWith("CONNECT: ");
        assertThat(tried.host()).as("the last one that was tried").isEqualTo("mx2." + story.domain());
        assertThat(sent.waitsAtLeast(Duration.ofMinutes(2))).isFalse();
        FakeMx back = scenario.server(story.domain(), "mx3", 30);
        scenario.passUntilTheSecondAttempt();

        sent.comesTo("delivered").isTold("sent ada", "delayed ada", "delivered ada");
        assertThat(Story.arrivedAt(back)).hasSize(1);
    }
}
