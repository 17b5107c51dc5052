package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class EndpointThatTimesOutIsAskedAgainLaterTest {
    @Test
    void whenItSaysNothingAtAll(Scenario scenario) {
        isAskedAgain(scenario, RawEndpoint.hangsAfter(""));
    }

    @Test
    void whenItDoesNotEvenListen(Scenario scenario) {
        try (var endpoint = RawEndpoint.that(RawEndpoint.Guest::standStill, RawEndpoint.answers(200))) {
            // more than the buffers of both sides hold
            Story story = scenario.story(endpoint.url()).tells("\"" + "x".repeat(16 << 20) + "\"");

            assertThat(story.failsOnce().error()).isEqualTo("timed out after 3 s");
            scenario.passUntilTheSecondAttempt();

            story.comesTo("success", 1);
            assertThat(endpoint.heard())
                    .singleElement()
                    .satisfies(heard -> assertThat(heard.body()).hasSize((16 << 20) + 2));
        }
    }

    private static void isAskedAgain(Scenario scenario, RawEndpoint.Manner manner) {
        try (var endpoint = RawEndpoint.that(manner, RawEndpoint.answers(200))) {
            Story story = scenario.story(endpoint.url()).tells();

            assertThat(story.failsOnce().error()).isEqualTo("timed out after 3 s");
            scenario.passUntilTheSecondAttempt();

            story.comesTo("success", 1);
            assertThat(endpoint.heard())
                    .extracting(RawEndpoint.Heard::id)
                    .hasSize(2)
                    .containsOnly(endpoint.heard().getFirst().id());
            assertThat(endpoint.cutOff()).isEqualTo(1);
        }
    }
}
