package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Moments.Met;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerThatAnswersDripByDripStillGetsItsMailTest {
    private static final Duration PAUSE = Duration.ofMillis(10);

    @Test
    void atAnyMoment(Scenario scenario) {
        var met = new ArrayList<Met>();
        met.addAll(meet(scenario, "220 drip", MxMoment.GREETING, MxMoment.STARTTLS));
        met.addAll(meet(scenario, "354 drip", MxMoment.DATA));
        met.addAll(
                meet(scenario, "250 drip", MxMoment.EHLO, MxMoment.RSET, MxMoment.MAIL, MxMoment.RCPT, MxMoment.DOT));

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("delivered").isTold("sent ada", "delivered ada");
            assertThat(one.sent().triedOnce().outcome()).isEqualTo("delivered");
            assertThat(one.arrived()).hasSize(1);
        });
    }

    private static List<Met> meet(Scenario scenario, String reply, MxMoment... moments) {
        return Moments.meet(scenario, MxAnswer.drip(reply, PAUSE), moments);
    }
}
