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
class ServerThatSaysLaterIsAskedAgainLaterTest {
    private static final String REPLY = "450 4.3.2 not now";

    @Test
    void whereverItSaysSo(Scenario scenario) {
        List<Met> met = Moments.meet(
                scenario,
                MxAnswer.say(REPLY),
                MxMoment.GREETING,
                MxMoment.EHLO,
                MxMoment.MAIL,
                MxMoment.RCPT,
                MxMoment.DATA,
                MxMoment.DOT);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            Tried tried = one.sent().triedOnce();
            assertThat(tried.reason()).isEqualTo("server_said_later");
            assertThat(tried.reply()).isEqualTo(REPLY);
            assertThat(tried.conversation()).contains(REPLY);
            assertThat(one.arrived()).isEmpty();
        });
        scenario.passUntilTheSecondAttempt();

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("delivered").isTold("sent ada", "delayed ada", "delivered ada");
            assertThat(one.sent().tried(2)).extracting(Tried::outcome).containsExactly("deferred", "delivered");
            assertThat(one.arrived()).hasSize(1);
        });
    }

    @Test
    void whichStopsNothingAtRset(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, MxAnswer.say(REPLY), MxMoment.RSET);

        assertThat(met).allSatisfy(Met::isDeliveredAtOnce);
    }
}
