package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Moments.Met;
import dev.pennypost.delivery.scenarios.Sent.Tried;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerThatAnswersTooSlowlyIsAskedAgainLaterTest {
    /// A second after each octet: the reply begins in time and would end too late.
    private static final MxAnswer TOO_SLOW = MxAnswer.drip("250 2.0.0 in my own good time", Duration.ofSeconds(1));

    @Test
    void whereverItWasBeforeTheDot(Scenario scenario) {
        List<Met> met = Moments.meet(
                scenario, TOO_SLOW, MxMoment.GREETING, MxMoment.EHLO, MxMoment.MAIL, MxMoment.RCPT, MxMoment.DATA);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            Tried tried = one.sent().triedOnce();
            assertThat(tried.reason()).isEqualTo("host_unreachable");
            assertThat(tried.reply()).contains("no answer within 3000 ms", phase(one));
            assertThat(one.arrived()).isEmpty();
        });
        scenario.passUntilTheSecondAttempt();

        assertThat(met).allSatisfy(Met::isDeliveredInTheEnd);
    }

    private static String phase(Met one) {
        return one.moment().name() + ":";
    }
}
