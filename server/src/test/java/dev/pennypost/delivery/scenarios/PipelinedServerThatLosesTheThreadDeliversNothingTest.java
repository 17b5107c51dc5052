package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Sent.Tried;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class PipelinedServerThatLosesTheThreadDeliversNothingTest {
    /// RFC 2920 §3.1: no recipient was accepted and DATA was, so a lone dot takes it back.
    @Test
    void whenItSaysGoAheadForNobody(Scenario scenario) {
        Story story = scenario.story("thread");
        story.mx()
                .onRcpt("*", "550 5.1.1 no such user")
                .once(MxMoment.DATA, MxAnswer.say("354 go ahead"))
                .once(MxMoment.DOT, MxAnswer.say("250 2.0.0 queued nothing"));

        Sent sent = story.send("ada", "bob").comesTo("bounced", "bounced");

        assertThat(sent.tried(2)).extracting(Tried::reply).containsOnly("550 5.1.1 no such user");
        assertThat(story.arrived()).isEmpty();
    }

    /// It refused the sender and then takes recipients: whatever it would take, it is not what it refused.
    @Test
    void whenItRefusesTheSenderAndTakesTheRest(Scenario scenario) {
        Story story = scenario.story("thread");
        story.mx()
                .onMail("*", "550 5.7.1 sender refused", "250 2.1.0 ok")
                .onRcpt("*", "250 2.1.5 ok")
                .at(MxMoment.DATA, MxAnswer.say("354 go ahead"));

        Sent sent = story.send("ada").comesTo("bounced");

        assertThat(sent.triedOnce().reply()).isEqualTo("550 5.7.1 sender refused");
        assertThat(story.arrived()).as("what bounced was not delivered").isEmpty();
        story.send("bob").comesTo("delivered");
        assertThat(story.arrived()).hasSize(1);
    }
}
