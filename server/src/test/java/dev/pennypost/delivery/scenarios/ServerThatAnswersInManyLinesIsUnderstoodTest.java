package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Sent.Tried;
import dev.pennypost.emails.EmailEvent;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerThatAnswersInManyLinesIsUnderstoodTest {
    @Test
    void atEveryMoment(Scenario scenario) {
        Story story = scenario.story("lines");
        story.mx()
                .at(MxMoment.GREETING, MxAnswer.say("220-hello", "220-no spam here", "220 please"))
                .at(MxMoment.MAIL, MxAnswer.say("250-2.1.0 yes", "250 2.1.0 go on"))
                .at(MxMoment.RCPT, MxAnswer.say("250-2.1.5 yes", "250 2.1.5 go on"))
                .at(MxMoment.DATA, MxAnswer.say("354-go", "354 on"))
                .at(MxMoment.DOT, MxAnswer.say("250-2.0.0 thanks", "250-", "250 2.0.0 queued as 17"));

        Tried tried = story.send("ada").comesTo("delivered").triedOnce();

        assertThat(tried.reply()).contains("thanks", "queued as 17");
        assertThat(story.arrived()).hasSize(1);
    }

    @Test
    void andAllLinesOfItsRefusalAreKept(Scenario scenario) {
        Story story = scenario.story("lines");
        story.mx()
                .at(
                        MxMoment.RCPT,
                        MxAnswer.say("550-5.1.1 There is nobody", "550-5.1.1 of that name", "550 5.1.1 here"));

        Sent sent = story.send("ada").comesTo("bounced").isTold("sent ada", "bounced ada");

        assertThat(sent.triedOnce().reply()).contains("There is nobody", "of that name", "here");
        assertThat(sent.events()
                        .filter(EmailEvent.EmailBounced.class::isInstance)
                        .toList())
                .singleElement()
                .satisfies(event -> assertThat(
                                ((EmailEvent.EmailBounced) event).bounce().diagnosticCodes())
                        .singleElement()
                        .asString()
                        .startsWith("smtp; 550 5.1.1 There is nobody"));
    }

    /// RFC 5321 §4.2.1 has all lines carry one code; who does otherwise means what it says last.
    @Test
    void byItsLastCodeWhenTheyDiffer(Scenario scenario) {
        Story story = scenario.story("lines");
        story.mx().once(MxMoment.RCPT, MxAnswer.say("250-2.1.5 maybe", "450 4.2.1 or rather later"));

        Sent sent = story.send("ada").comesTo("deferred");

        assertThat(sent.triedOnce().reply()).startsWith("450 ");
        scenario.passUntilTheSecondAttempt();
        sent.comesTo("delivered");
        assertThat(story.arrived()).hasSize(1);
    }
}
