package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Moments.Met;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerThatHesitatesStillGetsItsMailTest {
    @Test
    void atAnyMoment(Scenario scenario) {
        var goOn = new CountDownLatch(1);
        var met = new ArrayList<Met>();
        met.addAll(meet(scenario, goOn, "220 well", MxMoment.GREETING, MxMoment.STARTTLS));
        met.addAll(meet(scenario, goOn, "354 well", MxMoment.DATA));
        met.addAll(meet(
                scenario, goOn, "250 well", MxMoment.EHLO, MxMoment.RSET, MxMoment.MAIL, MxMoment.RCPT, MxMoment.DOT));
        met.addAll(Moments.meet(scenario, MxAnswer.hold(goOn), MxMoment.CONTENT));
        met.forEach(Met::awaitTheMoment);
        assertThat(met).allSatisfy(one -> assertThat(one.sent().tried()).isEmpty());

        goOn.countDown();

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("delivered").isTold("sent ada", "delivered ada");
            assertThat(one.sent().triedOnce().outcome()).isEqualTo("delivered");
            assertThat(one.arrived()).hasSize(1);
        });
    }

    private static List<Met> meet(Scenario scenario, CountDownLatch goOn, String reply, MxMoment... moments) {
        return Moments.meet(scenario, MxAnswer.hold(goOn).then(MxAnswer.say(reply)), moments);
    }
}
