package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Sent.Tried;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerThatTakesFewRecipientsAtATimeGetsTheMessageInPartsTest {
    private static final String[] FIVE = {"ada", "bob", "cyd", "dan", "eve"};

    @Test
    void whenItSays452(Scenario scenario) {
        isDeliveredInParts(scenario, "452 4.5.3 too many recipients");
    }

    /// RFC 5321 §4.5.3.1.10: RFC 821 had said 552.
    @Test
    void whenItSays552AsOfOld(Scenario scenario) {
        isDeliveredInParts(scenario, "552 too many recipients");
    }

    @Test
    void whenItSaysSoByItsEnhancedCode(Scenario scenario) {
        isDeliveredInParts(scenario, "550 5.5.3 no more");
    }

    @Test
    void butARecipientWhoIsNotEvenTakenAloneWaits(Scenario scenario) {
        Story story = scenario.story("full");
        story.mx().onRcpt("bob@*", "452 4.2.2 mailbox full", "452 4.2.2 mailbox full", "250 2.1.5 ok");

        Sent sent = story.send("ada", "bob").comesTo("delivered", "deferred");

        assertThat(sent.tried(2)).extracting(Tried::outcome).containsExactly("delivered", "deferred");
        scenario.passUntilTheSecondAttempt();
        sent.comesTo("delivered", "delivered");
        assertThat(story.arrived()).as("one for each").hasSize(2);
    }

    private static void isDeliveredInParts(Scenario scenario, String tooMany) {
        Story story = scenario.story("few");
        story.mx().without("PIPELINING");
        // Two in each transaction.
        String ok = "250 2.1.5 ok";
        story.mx().onRcpt("*", ok, ok, tooMany, tooMany, tooMany, ok, ok, tooMany, ok);

        Sent sent = story.send(FIVE).comesTo("delivered", "delivered", "delivered", "delivered", "delivered");

        assertThat(sent.tried(5)).allSatisfy(tried -> assertThat(tried.number()).isEqualTo(1));
        assertThat(story.mx().messages())
                .extracting(mail -> mail.recipients().size())
                .containsExactly(2, 2, 1);
        assertThat(story.mx().messages().stream().flatMap(mail -> mail.recipients().stream()))
                .hasSize(5)
                .doesNotHaveDuplicates();
    }
}
