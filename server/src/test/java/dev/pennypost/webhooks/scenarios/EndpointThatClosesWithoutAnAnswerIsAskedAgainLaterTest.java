package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Scenario.Shared.class)
class EndpointThatClosesWithoutAnAnswerIsAskedAgainLaterTest {
    @Test
    void whenItClosesAtOnce(Scenario scenario) {
        try (var endpoint = RawEndpoint.that(_ -> {}, RawEndpoint.answers(200))) {
            Story story = scenario.story(endpoint.url()).tells();

            assertThat(story.failsOnce().status()).isNull();
            hasItTheSecondTime(scenario, story);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nDate: today\r\n"})
    void whenItHasHeardTheRequest(String beginning, Scenario scenario) {
        try (var endpoint = RawEndpoint.that(RawEndpoint.says(beginning), RawEndpoint.answers(200))) {
            Story story = scenario.story(endpoint.url()).tells();

            assertThat(story.failsOnce().error()).isEqualTo("the connection was closed before the answer was complete");
            hasItTheSecondTime(scenario, story);
            assertThat(endpoint.heard().getLast().id())
                    .isEqualTo(endpoint.heard().getFirst().id());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf"
            })
    void whenItIsInTheMiddleOfTheBody(String beginning, Scenario scenario) {
        try (var endpoint = RawEndpoint.that(RawEndpoint.says(beginning), RawEndpoint.answers(200))) {
            Story story = scenario.story(endpoint.url()).tells();

            assertThat(story.failsOnce().error()).isEqualTo("the connection was closed in the middle of the answer");
            hasItTheSecondTime(scenario, story);
        }
    }

    @Test
    void whenNobodyIsThere(Scenario scenario) {
        var gone = RawEndpoint.that(RawEndpoint.answers(200));
        gone.close();

        assertThat(scenario.story(gone.url()).tells().failsOnce().error()).isIn(RawEndpoint.NOBODY_LISTENS);
    }

    private static void hasItTheSecondTime(Scenario scenario, Story story) {
        scenario.passUntilTheSecondAttempt();
        story.comesTo("success", 1);
    }
}
