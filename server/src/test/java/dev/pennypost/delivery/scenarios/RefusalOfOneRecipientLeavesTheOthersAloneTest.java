package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Sent.Tried;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class RefusalOfOneRecipientLeavesTheOthersAloneTest {
    @Test
    void whenOneIsUnknownAndAnotherToldLater(Scenario scenario) {
        Story story = scenario.story("some");
        story.mx().onRcpt("gone@*", "550 5.1.1 no such user").onRcpt("later@*", "450 4.2.1 later", "250 2.1.5 ok");

        Sent sent = story.send("ada", "gone", "later").comesTo("delivered", "bounced", "deferred");

        assertThat(sent.tried(3))
                .extracting(Tried::outcome, Tried::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("delivered", "delivered"),
                        org.assertj.core.groups.Tuple.tuple("bounced", "recipient_invalid"),
                        org.assertj.core.groups.Tuple.tuple("deferred", "server_said_later"));
        scenario.passUntilTheSecondAttempt();

        sent.comesTo("delivered", "bounced", "delivered");
        assertThat(sent.tried(4)).hasSize(4);
        assertThat(story.mx().messages())
                .extracting(mail -> List.copyOf(mail.recipients()))
                .containsExactly(List.of("ada@" + story.domain()), List.of("later@" + story.domain()));
    }

    @Test
    void whenTheConnectionBreaksAfterTheRefusal(Scenario scenario) {
        Story story = scenario.story("some");
        story.mx().onRcpt("gone@*", "550 5.1.1 no such user").once(MxMoment.DATA, MxAnswer.cut());

        Sent sent = story.send("ada", "gone").comesTo("deferred", "bounced");
        scenario.passUntilTheSecondAttempt();

        sent.comesTo("delivered", "bounced");
        assertThat(story.arrived()).hasSize(1);
    }

    @Test
    void whenTheMessageIsRefusedThoseKeepTheirOwnReasons(Scenario scenario) {
        Story story = scenario.story("some");
        story.mx().onRcpt("gone@*", "550 5.1.1 no such user").onDot("554 5.7.1 this looks like spam");

        Sent sent = story.send("ada", "gone").comesTo("bounced", "bounced");

        assertThat(sent.tried(2))
                .extracting(Tried::reply)
                .containsExactly("554 5.7.1 this looks like spam", "550 5.1.1 no such user");
        assertThat(story.arrived()).isEmpty();
    }
}
