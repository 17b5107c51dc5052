package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.webhooks.scenarios.RawEndpoint.Guest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class EndpointThatAnswersDripByDripIsCutOffTest {
    @Test
    void whenItIsNotDoneInTime(Scenario scenario) {
        try (var endpoint = RawEndpoint.that(EndpointThatAnswersDripByDripIsCutOffTest::dripsForEver)) {
            Story story = scenario.story(endpoint.url()).tells();

            assertThat(story.failsOnce().error()).isEqualTo("timed out after 3 s");
            assertThat(endpoint.met()).isEqualTo(1);
        }
    }

    @Test
    void butIsHeardWhenItIs(Scenario scenario) {
        String answer = "HTTP/1.1 202 Accepted\r\nContent-Length: 4\r\n\r\nslow";
        try (var endpoint = RawEndpoint.that(guest -> drips(guest, answer))) {
            Story story = scenario.story(endpoint.url()).tells();

            story.comesTo("success", 1);
            assertThat(story.afterAttempts(1).response()).isEqualTo("slow");
        }
    }

    private static void drips(Guest guest, String answer) throws IOException {
        guest.hear();
        for (int i = 0; i < answer.length(); i++) {
            guest.say(answer.substring(i, i + 1));
            guest.pause();
        }
    }

    private static void dripsForEver(Guest guest) throws IOException {
        drips(guest, "HTTP/1.1 200 OK\r\n" + "X-Drip: " + "x".repeat(10_000));
    }
}
