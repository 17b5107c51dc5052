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
class ServerThatSays421IsAskedAgainLaterTest {
    private static final String REPLY = "421 4.3.0 mx.example.test closing transmission channel";
    private static final MxAnswer GOODBYE = MxAnswer.say(REPLY).then(MxAnswer.cut());

    @Test
    void whereverItSaysSo(Scenario scenario) {
        List<Met> met = Moments.meet(
                scenario,
                GOODBYE,
                MxMoment.GREETING,
                MxMoment.EHLO,
                MxMoment.STARTTLS,
                MxMoment.MAIL,
                MxMoment.RCPT,
                MxMoment.DATA,
                MxMoment.CONTENT);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            Tried tried = one.sent().triedOnce();
            assertThat(tried.reason()).isEqualTo("server_said_later");
            assertThat(tried.reply()).isEqualTo(REPLY);
            assertThat(one.arrived()).isEmpty();
        });
        scenario.passUntilTheSecondAttempt();

        assertThat(met).allSatisfy(Met::isDeliveredInTheEnd);
    }

    @Test
    void whenItIsTheAnswerToTheDotTheServerHasNotTakenTheMessage(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, GOODBYE, MxMoment.DOT);

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("deferred");
            assertThat(one.sent().triedOnce().reply()).isEqualTo(REPLY);
        });
        scenario.passUntilTheSecondAttempt();

        assertThat(met).allSatisfy(one -> {
            one.sent().comesTo("delivered");
            assertThat(one.arrived()).hasSize(1);
        });
    }

    @Test
    void butAtOnceWhenItTakesLeaveBetweenTwoMessages(Scenario scenario) {
        List<Met> met = Moments.meet(scenario, GOODBYE, MxMoment.RSET);

        assertThat(met).allSatisfy(Met::isDeliveredAtOnce);
    }
}
