package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.webhooks.World.Tried;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Scenario.Shared.class)
class RedirectIsNotFollowedAndCountsAsAFailureTest {
    /// Where clouds keep the credentials of a machine. Whoever dials it has to ask for its address first, also when it
    /// is one already.
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void whenItLeadsToTheMetadataOfTheCloud(int status, Scenario scenario) {
        int before = scenario.names.timesAsked("169.254.169.254");
        try (var endpoint = RawEndpoint.that(redirect(status, "http://169.254.169.254/latest/meta-data/"))) {
            Story story = scenario.story(endpoint.url()).tells();

            Tried tried = story.failsOnce();
            assertThat(tried.status()).isEqualTo(status);
            assertThat(tried.response()).isEmpty();
            assertThat(scenario.names.timesAsked("169.254.169.254")).isEqualTo(before);
        }
    }

    @Test
    void evenWhenItLeadsToAnEndpointThatWouldTakeIt(Scenario scenario) {
        try (var other = RawEndpoint.that(RawEndpoint.answers(200));
                var endpoint = RawEndpoint.that(redirect(307, other.url()))) {
            Story story = scenario.story(endpoint.url()).tells();

            assertThat(story.failsOnce().status()).isEqualTo(307);
            scenario.passUntilTheSecondAttempt();

            assertThat(story.afterAttempts(2).status()).isEqualTo(307);
            assertThat(endpoint.met()).isEqualTo(2);
            assertThat(other.met()).isZero();
        }
    }

    private static RawEndpoint.Manner redirect(int status, String to) {
        return RawEndpoint.says(
                "HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n");
    }
}
