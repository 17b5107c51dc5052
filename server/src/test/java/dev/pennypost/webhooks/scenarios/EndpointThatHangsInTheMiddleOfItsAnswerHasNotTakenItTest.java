package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Scenario.Shared.class)
class EndpointThatHangsInTheMiddleOfItsAnswerHasNotTakenItTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 20",
                "HTTP/1.1 200 OK\r\nContent-Ty",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 200 OK\r\n\r\nhalf",
                "HTTP/1.1 100 Continue\r\n\r\n"
            })
    void howeverMuchOfItWasSaid(String beginning, Scenario scenario) {
        try (var endpoint = RawEndpoint.that(RawEndpoint.hangsAfter(beginning), RawEndpoint.answers(200))) {
            Story story = scenario.story(endpoint.url()).tells();

            assertThat(story.failsOnce().error()).isEqualTo("timed out after 3 s");
            scenario.passUntilTheSecondAttempt();

            story.comesTo("success", 1);
            assertThat(endpoint.heard()).hasSize(2);
        }
    }
}
