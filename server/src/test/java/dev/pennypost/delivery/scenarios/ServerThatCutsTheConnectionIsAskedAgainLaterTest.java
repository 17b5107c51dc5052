package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Moments.Met;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerThatCutsTheConnectionIsAskedAgainLaterTest {
    @Test
    void whereverItCutsBeforeTheDot(Scenario scenario) {
        List<Met> met = Moments.meet(
                scenario,
                MxAnswer.cut(),
                MxMoment.GREETING,
                MxMoment.EHLO,
                MxMoment.STARTTLS,
                MxMoment.MAIL,
                MxMoment.RCPT,
                MxMoment.DATA,
                MxMoment.CONTENT);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            assertThat(one.sent().waitReasons()).containsExactly("host_unreachable");
            assertThat(one.sent().triedOnce().reason()).isEqualTo("host_unreachable");
            assertThat(one.arrived()).isEmpty();
        });
        scenario.passUntilTheSecondAttempt();

        assertThat(met).allSatisfy(Met::isDeliveredInTheEnd);
    }

    /// RFC 1047: this server had the message, and nobody but it can know.
    @Test
    void andThenHasTheMessageTwiceWhenItCutsAtTheDot(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, MxAnswer.cut(), MxMoment.DOT);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            assertThat(one.sent().triedOnce().reply()).startsWith("DOT: ");
        });
        scenario.passUntilTheSecondAttempt();

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("delivered").isTold("sent ada", "delayed ada", "delivered ada");
            assertThat(one.arrived()).hasSize(2);
        });
    }

    @Test
    void butAtOnceWhenItCutsBetweenTwoMessages(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, MxAnswer.cut(), MxMoment.RSET);

        assertThat(met).allSatisfy(Met::isDeliveredAtOnce);
    }
}
