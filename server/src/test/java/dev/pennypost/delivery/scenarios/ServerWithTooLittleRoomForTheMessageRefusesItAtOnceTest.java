package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerWithTooLittleRoomForTheMessageRefusesItAtOnceTest {
    @Test
    void byItsSizeBeforeItIsSent(Scenario scenario) {
        Story story = scenario.story("small");
        story.mx().offering("SIZE 100").onMail("*", "552 5.3.4 message size exceeds fixed limit");

        Sent sent = story.send("ada").comesTo("bounced").isTold("sent ada", "bounced ada");

        assertThat(sent.triedOnce().reason()).isEqualTo("message_too_large");
        assertThat(story.mx().commands()).anyMatch(command -> command.matches("MAIL FROM:<[^>]*> SIZE=\\d+.*"));
        assertThat(story.arrived()).isEmpty();
    }

    /// RFC 1870 §6.1: the announcement is not the refusal.
    @Test
    void andIsAskedEvenWhenItAnnouncesLess(Scenario scenario) {
        Story story = scenario.story("small");
        story.mx().offering("SIZE 100");

        story.send("ada").comesTo("delivered");

        assertThat(story.arrived()).hasSize(1);
    }

    @Test
    void inTheMiddleOfTheMessage(Scenario scenario) {
        Story story = scenario.story("small");
        story.mx().at(MxMoment.CONTENT, MxAnswer.say("552 5.3.4 too large").then(MxAnswer.cut()));

        Sent sent = story.send("ada").comesTo("bounced");

        assertThat(sent.triedOnce().reason()).isEqualTo("message_too_large");
        assertThat(story.arrived()).isEmpty();
    }
}
