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
class MannerOfLeaveTakingIsOfNoConsequenceTest {
    /// The next message goes over another connection, because the first one is too old.
    @Test
    void whateverTheServerAnswersToQuit(Scenario scenario) {
        var met = new ArrayList<Met>();
        for (MxAnswer manner : List.of(
                MxAnswer.silence(),
                MxAnswer.cut(),
                MxAnswer.say("450 4.0.0 stay"),
                MxAnswer.say("554 5.0.0 never"),
                MxAnswer.say("421 4.0.0 whatever").then(MxAnswer.cut()),
                MxAnswer.drip("221 bye", Duration.ofMillis(10)),
                MxAnswer.drip("221 2.0.0 until we meet again", Duration.ofSeconds(1)),
                MxAnswer.say("HTTP/1.1 400 Bad Request"),
                MxAnswer.raw("x".repeat(1 << 20)))) met.addAll(Moments.meet(scenario, manner, MxMoment.QUIT));

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("delivered").isTold("sent ada", "delivered ada");
            assertThat(one.sent().triedOnce().outcome()).isEqualTo("delivered");
            assertThat(one.arrived()).hasSize(1);
            assertThat(one.story().mx().connections()).isEqualTo(2);
            one.awaitTheMoment();
        });
    }
}
