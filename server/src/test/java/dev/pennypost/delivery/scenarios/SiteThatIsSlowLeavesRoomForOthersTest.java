package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SiteThatIsSlowLeavesRoomForOthersTest {
    /// It has some in memory; what comes then goes back to the database, which is no attempt.
    @Test
    void becauseMostOfItsMailWaitsInTheDatabase() {
        try (var scenario = new Scenario(Duration.ofMinutes(2))) {
            Story slow = scenario.story("slow");
            var hurry = new CountDownLatch(1);
            slow.mx().at(MxMoment.DOT, MxAnswer.hold(hurry).then(MxAnswer.say("250 2.0.0 taken in the end")));
            var sent = new ArrayList<Sent>();
            Eventually.holds("it has no more room", () -> {
                scenario.pass(Duration.ofSeconds(1));
                sent.add(slow.send("ada"));
                return sent.stream().anyMatch(one -> one.waitReasons().contains("site_busy"));
            });

            scenario.story("quick").send("bob").comesTo("delivered");

            hurry.countDown();
            scenario.passUntilTheSecondAttempt();
            assertThat(sent).allSatisfy(one -> {
                one.comesTo("delivered");
                assertThat(one.triedOnce().number()).isEqualTo(1);
            });
        }
    }
}
