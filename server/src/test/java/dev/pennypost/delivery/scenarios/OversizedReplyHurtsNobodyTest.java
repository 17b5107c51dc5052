package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Moments.Met;
import dev.pennypost.emails.EmailEvent;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class OversizedReplyHurtsNobodyTest {
    private static final String LONG = "x".repeat(1 << 20);

    @Test
    void whenOneLineIsAMillionOctetsLong(Scenario scenario) {
        List<Met> met = Moments.meet(
                scenario,
                MxAnswer.say("250 2.0.0 " + LONG),
                MxMoment.GREETING,
                MxMoment.EHLO,
                MxMoment.MAIL,
                MxMoment.RCPT,
                MxMoment.DATA,
                MxMoment.DOT);

        isPutOffAndDelivered(scenario, met, "a reply line of more than 4096 octets");
    }

    @Test
    void whenItHasNoEnd(Scenario scenario) {
        List<Met> met = Moments.meet(
                scenario,
                MxAnswer.raw("250-2.0.0 and\r\n".repeat(20_000)),
                MxMoment.EHLO,
                MxMoment.MAIL,
                MxMoment.RCPT,
                MxMoment.DOT);

        isPutOffAndDelivered(scenario, met, "more than 100 lines");
    }

    @Test
    void whenItHasNoEndAndNoLines(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, MxAnswer.raw(LONG), MxMoment.GREETING, MxMoment.RCPT);

        isPutOffAndDelivered(scenario, met, "a reply line of more than 4096 octets");
    }

    /// As much as is read is as much as is kept for people, and what is told of it fits a webhook.
    @Test
    void whenItIsARefusalAsLongAsTheyCanBe(Scenario scenario) {
        Story story = scenario.story("long");
        String line = "x".repeat(4000);
        String[] lines = new String[100];
        for (int i = 0; i < 100; i++) lines[i] = (i == 99 ? "550 5.1.1 " : "550-5.1.1 ") + line;
        story.mx().at(MxMoment.RCPT, MxAnswer.say(lines));

        Sent sent = story.send("ada").comesTo("bounced").isTold("sent ada", "bounced ada");

        assertThat(sent.triedOnce().reply()).startsWith("550 5.1.1 xxx");
        assertThat(sent.events()
                        .filter(EmailEvent.EmailBounced.class::isInstance)
                        .toList())
                .allSatisfy(event -> assertThat(((EmailEvent.EmailBounced) event)
                                .bounce()
                                .diagnosticCodes()
                                .getFirst())
                        .hasSizeLessThan(20_000));
    }

    private static void isPutOffAndDelivered(Scenario scenario, List<Met> met, String why) {
        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            assertThat(one.sent().triedOnce().reply()).contains(why).hasSizeLessThan(200);
        });
        scenario.passUntilTheSecondAttempt();
        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("delivered").isTold("sent ada", "delayed ada", "delivered ada");
            assertThat(one.arrived()).hasSize(one.moment() == MxMoment.DOT ? 2 : 1);
        });
    }
}
