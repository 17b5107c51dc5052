package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import dev.pennypost.webhooks.World.Tried;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Scenario.Shared.class)
class EndpointThatNeverStopsTalkingHurtsNobodyTest {
    /// It said what it had to say before: the status counts, and of the body a beginning is kept.
    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK~~', 'all work and no play '",
        "'HTTP/1.1 200 OK~Content-Length: 9000000000~~', 'all work and no play '",
        "'HTTP/1.1 200 OK~Transfer-Encoding: chunked~~', '4~work~'",
        "'HTTP/1.1 200 OK~Transfer-Encoding: chunked~~7fffffffffffffff~', 'all work and no play '"
    })
    void whenItsBodyHasNoEnd(String head, String again, Scenario scenario) {
        try (var endpoint = talking(head, again)) {
            Story story = scenario.story(endpoint.url()).tells();

            story.comesTo("success", 1);
            assertThat(story.afterAttempts(1).response()).hasSize(1024).contains("work");
            isCutOff(endpoint);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'HTTP/1.1 200 '",
        "'HTTP/1.1 200 OK~', 'X-More: and more~'",
        "'HTTP/1.1 200 OK~X-Long: ', 'and more '",
        "'', 'HTTP/1.1 100 Continue~~'",
        "'HTTP/1.1 200 OK~Transfer-Encoding: chunked~~', '0'"
    })
    void whenItsHeadHasNoEnd(String head, String again, Scenario scenario) {
        try (var endpoint = talking(head, again)) {
            Story story = scenario.story(endpoint.url()).tells();

            Tried tried = story.failsOnce();
            assertThat(tried.error()).isEqualTo("the answer's headers are too long");
            assertThat(tried.response()).isEmpty();
            isCutOff(endpoint);
        }
    }

    private static RawEndpoint talking(String head, String again) {
        return RawEndpoint.that(guest -> {
            guest.hear();
            guest.say(head.replace("~", "\r\n"));
            guest.sayForEver(again.replace("~", "\r\n").repeat(50));
        });
    }

    private static void isCutOff(RawEndpoint endpoint) {
        Eventually.holds("the connection is closed", () -> endpoint.cutOff() == 1);
    }
}
