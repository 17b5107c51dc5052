package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.scenarios.Sent.Tried;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class ServerWithBrokenTlsGetsItsMailInTheClearTest {
    @Test
    void onceItIsFoundBrokenItIsRemembered(Scenario scenario) {
        Story story = scenario.story("broken");
        story.mx().withBrokenTls();

        Tried first = story.send("ada")
                .comesTo("delivered")
                .isTold("sent ada", "delivered ada")
                .triedOnce();
        assertThat(first.tls()).isNull();
        assertThat(first.tlsPolicy()).isEqualTo("clear: TLS broken");
        assertThat(first.conversation()).as("with what was tried in vain").contains("\"command\": \"STARTTLS\"");
        scenario.pass(Duration.ofMinutes(11));
        Tried second = story.send("bob").comesTo("delivered").triedOnce();

        assertThat(second.tlsPolicy()).isEqualTo("clear: broken TLS remembered");
        assertThat(story.mx().commands())
                .filteredOn(command -> command.equals("STARTTLS"))
                .hasSize(1);
        assertThat(story.arrived()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void whenItCutsInsteadOfShakingHands(Scenario scenario) {
        Story story = scenario.story("broken");
        story.mx().withTls().at(MxMoment.STARTTLS, MxAnswer.say("220 2.0.0 go").then(MxAnswer.cut()));

        Tried tried = story.send("ada").comesTo("delivered").triedOnce();

        assertThat(tried.tlsPolicy()).isEqualTo("clear: TLS broken");
        assertThat(story.arrived()).hasSize(1);
    }

    @Test
    void whenItShakesNoHandsAtAll(Scenario scenario) {
        Story story = scenario.story("broken");
        story.mx().withTls().at(MxMoment.STARTTLS, MxAnswer.say("220 2.0.0 go").then(MxAnswer.silence()));

        Tried tried = story.send("ada").comesTo("delivered").triedOnce();

        assertThat(tried.tlsPolicy()).isEqualTo("clear: TLS broken");
        assertThat(story.arrived()).hasSize(1);
    }

    /// The handshake went well, so this says nothing about TLS.
    @Test
    void butNotWhenItBreaksOffUnderTls(Scenario scenario) {
        Story story = scenario.story("broken");
        MxAnswer offers = MxAnswer.say("250-mx.example.test", "250 STARTTLS");
        MxAnswer under = MxAnswer.say("250 mx.example.test");
        story.mx().withTls().at(MxMoment.EHLO, offers, MxAnswer.cut(), offers, under);

        Sent sent = story.send("ada").comesTo("deferred");
        assertThat(sent.triedOnce().reply()).startsWith("EHLO: ");
        scenario.passUntilTheSecondAttempt();

        sent.comesTo("delivered").isTold("sent ada", "delayed ada", "delivered ada");
        assertThat(sent.tried(2).getLast().tls()).startsWith("TLSv1.3");
        assertThat(story.arrived()).hasSize(1);
    }

    /// RFC 3207 §4: over the same connection.
    @Test
    void whenItOffersStartTlsAndRefusesIt(Scenario scenario) {
        for (String refusal : List.of("454 4.7.0 TLS not available", "502 5.5.1 not implemented")) {
            Story story = scenario.story("refused");
            story.mx().withTls().at(MxMoment.STARTTLS, MxAnswer.say(refusal));

            Tried tried = story.send("ada").comesTo("delivered").triedOnce();

            assertThat(tried.tls()).isNull();
            assertThat(tried.conversation()).contains(refusal);
            assertThat(story.mx().connections()).isEqualTo(1);
            assertThat(story.arrived()).hasSize(1);
        }
    }
}
