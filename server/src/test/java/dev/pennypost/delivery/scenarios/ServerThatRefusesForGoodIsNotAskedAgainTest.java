package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Moments.Met;
import dev.pennypost.delivery.scenarios.Sent.Tried;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerThatRefusesForGoodIsNotAskedAgainTest {
    private static final String REPLY = "554 5.6.0 never";

    @Test
    void whenItIsAboutTheMessage(Scenario scenario) {
        List<Met> met =
                Moments.meet(scenario, MxAnswer.say(REPLY), MxMoment.MAIL, MxMoment.RCPT, MxMoment.DATA, MxMoment.DOT);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("bounced").isTold("sent ada", "bounced ada");
            Tried tried = one.sent().triedOnce();
            assertThat(tried.outcome()).isEqualTo("bounced");
            assertThat(tried.reply()).isEqualTo(REPLY);
            assertThat(one.arrived()).isEmpty();
        });
        scenario.passUntilTheSecondAttempt();

        assertThat(met).allSatisfy(one -> {
            one.story().send("eve").comesTo("delivered");
            assertThat(one.sent().tried()).hasSize(1);
        });
    }
}
