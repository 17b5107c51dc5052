package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.webhooks.scenarios.RawEndpoint.Heard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class EndpointThatAnswers500IsAskedAgainAndThenHasItTest {
    @Test
    void withTheSameIdAndTheSameBody(Scenario scenario) {
        try (var endpoint = RawEndpoint.that(RawEndpoint.answers(500), RawEndpoint.answers(200))) {
            Story story = scenario.story(endpoint.url()).tells("{\"who\":\"Ada ✓\"}");

            assertThat(story.failsOnce().status()).isEqualTo(500);
            scenario.passUntilTheSecondAttempt();

            story.comesTo("success", 1);
            assertThat(story.afterAttempts(2).status()).isEqualTo(200);
            Heard first = endpoint.heard().getFirst();
            Heard second = endpoint.heard().getLast();
            assertThat(second.id()).isEqualTo(first.id());
            assertThat(second.body()).isEqualTo(first.body()).isEqualTo("{\"who\":\"Ada ✓\"}");
            assertThat(second.headers().get("svix-timestamp"))
                    .isNotEqualTo(first.headers().get("svix-timestamp"));
            assertThat(second.headers().get("svix-signature"))
                    .isNotEqualTo(first.headers().get("svix-signature"));
        }
    }
}
