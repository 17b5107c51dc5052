package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerThatOffersNothingStillGetsItsMailTest {
    @Test
    void whenItKnowsNoEhlo(Scenario scenario) {
        Story story = scenario.story("old");
        story.mx().onEhlo("502 5.5.1 command not implemented");

        Sent sent = story.send("ada", "bob").comesTo("delivered", "delivered");

        assertThat(sent.tried(2)).allSatisfy(tried -> assertThat(tried.tls()).isNull());
        assertThat(story.arrived()).as("one message to both").hasSize(1);
        assertThat(story.mx().commands())
                .contains("HELO mta.test")
                .anyMatch(command -> command.matches("MAIL FROM:<[^>]*>"));
    }

    @Test
    void whenItsEhloListsNothing(Scenario scenario) {
        Story story = scenario.story("old");
        story.mx().onEhlo("250 mx.example.test");

        story.send("ada").comesTo("delivered").isTold("sent ada", "delivered ada");

        assertThat(story.arrived()).hasSize(1);
    }

    @Test
    void whenItsEhloIsFullOfNonsense(Scenario scenario) {
        Story story = scenario.story("odd");
        story.mx()
                .at(
                        MxMoment.EHLO,
                        MxAnswer.say(
                                "250-",
                                "250-  ",
                                "250-SIZE lots",
                                "250-AUTH=",
                                "250-\u00ff\u00fe",
                                "250 X-" + "y".repeat(900)));

        story.send("ada").comesTo("delivered");

        assertThat(story.arrived()).hasSize(1);
    }
}
