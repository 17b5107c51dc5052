package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Sent.Tried;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class SecondServerTakesOverWhenTheFirstIsDownTest {
    @Test
    void whenNobodyListensThere(Scenario scenario) {
        Story story = scenario.story("second");
        scenario.serverThatIsDown(story.domain(), "mx0", 5);

        Tried tried = story.send("ada")
                .comesTo("delivered")
                .isTold("sent ada", "delivered ada")
                .triedOnce();

        assertThat(tried.host()).isEqualTo("mx1." + story.domain());
        assertThat(story.arrived()).hasSize(1);
    }

    @Test
    void whenItTurnsUsAway(Scenario scenario) {
        for (String greeting : List.of("421 4.3.2 too busy", "554 5.7.1 go away")) {
            Story story = scenario.story("second");
            story.mx().onGreeting(greeting);
            FakeMx other = scenario.server(story.domain(), "mx2", 20);

            Tried tried = story.send("ada").comesTo("delivered").triedOnce();

            assertThat(tried.host()).isEqualTo("mx2." + story.domain());
            assertThat(tried.conversation()).as("what the first one said").contains(greeting);
            assertThat(Story.arrivedAt(other)).hasSize(1);
            assertThat(story.arrived()).isEmpty();
        }
    }

    @Test
    void whenItTalksNonsense(Scenario scenario) {
        Story story = scenario.story("second");
        story.mx().onGreeting("HTTP/1.1 400 Bad Request");
        FakeMx other = scenario.server(story.domain(), "mx2", 20);

        story.send("ada").comesTo("delivered").isTold("sent ada", "delivered ada");

        assertThat(Story.arrivedAt(other)).hasSize(1);
    }

    /// One that takes part and then refuses speaks for all of them.
    @Test
    void butNotWhenTheFirstRefusesTheRecipient(Scenario scenario) {
        Story story = scenario.story("second");
        story.mx().onRcpt("*", "550 5.1.1 no such user");
        FakeMx other = scenario.server(story.domain(), "mx2", 20);

        story.send("ada").comesTo("bounced");

        assertThat(other.connections()).isZero();
    }

    @Test
    void andTheFirstIsAskedFirstAgainWhenItIsBack(Scenario scenario) {
        Story story = scenario.story("second");
        story.mx()
                .once(
                        MxMoment.GREETING,
                        MxAnswer.say("421 4.3.2 back in a minute").then(MxAnswer.cut()));
        FakeMx other = scenario.server(story.domain(), "mx2", 20);
        story.send("ada").comesTo("delivered");
        scenario.pass(Duration.ofMinutes(11));

        story.send("bob").comesTo("delivered");

        assertThat(Story.arrivedAt(other)).hasSize(1);
        assertThat(story.arrived()).hasSize(1);
    }
}
