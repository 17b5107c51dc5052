package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class MailThatDemandsTlsWaitsForItTest {
    @Test
    void whenTlsIsBroken(Scenario scenario) {
        Story story = scenario.story("demand");
        story.mx().withBrokenTls();
        waitsUntilMended(scenario, story, "tls_unavailable");
    }

    @Test
    void whenTlsIsNotOffered(Scenario scenario) {
        waitsUntilMended(scenario, scenario.story("demand"), "tls_unavailable");
    }

    @Test
    void whenStartTlsIsRefused(Scenario scenario) {
        Story story = scenario.story("demand");
        story.mx().withTls().at(MxMoment.STARTTLS, MxAnswer.say("454 4.7.0 TLS not available"));
        waitsUntilMended(scenario, story, "server_said_later");
    }

    private static void waitsUntilMended(Scenario scenario, Story story, String reason) {
        Sent sent = story.sendEncrypted("ada").comesTo("deferred");
        assertThat(sent.waitReasons()).containsExactly(reason);
        assertThat(sent.triedOnce().tlsPolicy()).isEqualTo("required not met");
        assertThat(story.mx().commands()).noneMatch(command -> command.startsWith("MAIL"));

        story.mx().withTls().at(MxMoment.STARTTLS, MxAnswer.say("220 2.0.0 go"));
        scenario.passUntilTheSecondAttempt();

        sent.comesTo("delivered").isTold("sent ada", "delayed ada", "delivered ada");
        assertThat(sent.tried(2).getLast().tls()).startsWith("TLSv1.3");
        assertThat(story.arrived()).hasSize(1);
    }
}
