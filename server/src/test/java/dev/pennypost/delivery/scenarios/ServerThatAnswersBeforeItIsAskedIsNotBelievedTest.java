package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerThatAnswersBeforeItIsAskedIsNotBelievedTest {
    /// It has lost count: what it says next belongs to another command.
    @Test
    void whenItAnswersTwice(Scenario scenario) {
        Story story = scenario.story("early");
        story.mx().once(MxMoment.DOT, MxAnswer.say("250 2.0.0 queued", "250 2.0.0 and another one"));
        story.send("first").comesTo("delivered");

        Sent second = story.send("second").comesTo("delivered");

        assertThat(second.triedOnce().outcome()).isEqualTo("delivered");
        assertThat(story.arrived())
                .as("over a connection that can be relied on")
                .hasSize(2);
        assertThat(story.mx().connections()).isEqualTo(2);
    }

    @Test
    void whenItTakesTheMessageBeforeItHasIt(Scenario scenario) {
        Story story = scenario.story("early");
        story.mx().once(MxMoment.DATA, MxAnswer.say("354 go", "250 2.0.0 queued already"));

        Sent sent = story.send("ada").comesTo("deferred");

        assertThat(sent.triedOnce().reply()).contains("a reply before the message was sent");
        scenario.passUntilTheSecondAttempt();
        sent.comesTo("delivered");
        assertThat(story.arrived()).hasSize(1);
    }

    @Test
    void whenItAnswersEhloInItsGreeting(Scenario scenario) {
        Story story = scenario.story("early");
        story.mx().once(MxMoment.GREETING, MxAnswer.say("220 hello", "250 mx.example.test"));

        Sent sent = story.send("ada").comesTo("deferred");
        scenario.passUntilTheSecondAttempt();

        sent.comesTo("delivered").isTold("sent ada", "delayed ada", "delivered ada");
        assertThat(story.arrived()).hasSize(1);
    }
}
