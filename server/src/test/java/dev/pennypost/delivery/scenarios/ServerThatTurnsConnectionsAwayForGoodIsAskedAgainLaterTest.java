package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Moments.Met;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerThatTurnsConnectionsAwayForGoodIsAskedAgainLaterTest {
    private static final String REPLY = "554 5.7.1 no service for you";

    @Test
    void becauseThatIsAboutUsAndNotAboutTheRecipient(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, MxAnswer.say(REPLY), MxMoment.GREETING, MxMoment.EHLO);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            assertThat(one.sent().triedOnce().reply()).isEqualTo(REPLY);
        });
        scenario.passUntilTheSecondAttempt();

        assertThat(met).allSatisfy(Met::isDeliveredInTheEnd);
    }
}
