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
class ServerThatSaysNothingIsAskedAgainLaterTest {
    @Test
    void whereverItFellSilentBeforeTheDot(Scenario scenario) {
        List<Met> met = Moments.meet(
                scenario,
                MxAnswer.silence(),
                MxMoment.GREETING,
                MxMoment.EHLO,
                MxMoment.STARTTLS,
                MxMoment.MAIL,
                MxMoment.RCPT,
                MxMoment.DATA);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            assertThat(one.sent().waitReasons()).containsExactly("host_unreachable");
            assertThat(one.sent().triedOnce().reply()).contains("no answer within 3000 ms");
        });
        scenario.passUntilTheSecondAttempt();

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("delivered").isTold("sent ada", "delayed ada", "delivered ada");
            assertThat(one.sent().tried(2)).extracting(Tried::outcome).containsExactly("deferred", "delivered");
            assertThat(one.arrived()).hasSize(1);
        });
    }

    /// RFC 1047: it may have the message or not. Twice is better than never.
    @Test
    void evenWhenItMayHaveTheMessage(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, MxAnswer.silence(), MxMoment.DOT);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            assertThat(one.sent().triedOnce().reply()).isEqualTo("DOT: no answer within 3000 ms");
        });
        scenario.passUntilTheSecondAttempt();

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("delivered").isTold("sent ada", "delayed ada", "delivered ada");
            assertThat(one.arrived()).as("RFC 1047").hasSize(2);
        });
    }

    /// Nothing was asked of it over that connection that could be lost; the next one is opened at once.
    @Test
    void atOnceWhenItWasSilentBetweenTwoMessages(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, MxAnswer.silence(), MxMoment.RSET);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("delivered").isTold("sent ada", "delivered ada");
            assertThat(one.sent().triedOnce().outcome()).isEqualTo("delivered");
            assertThat(one.arrived()).hasSize(1);
            assertThat(one.story().mx().connections()).isEqualTo(2);
        });
    }
}
