package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.webhooks.World.Tried;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Scenario.Shared.class)
class EndpointThatAnswersWithGarbageIsShownSafelyTest {
    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void whenItsBodyIsGarbage(int status, Scenario scenario) {
        byte[] garbage = new byte[20_000];
        new SplittableRandom(status).nextBytes(garbage);
        try (var endpoint = RawEndpoint.that(guest -> {
            guest.hear();
            guest.say("HTTP/1.1 " + status + " \u0000\u00ff\r\nX-\u0001: \u001b[2J\r\nContent-Length: 20000\r\n\r\n");
            guest.say(garbage);
        })) {
            Story story = scenario.story(endpoint.url()).tells();

            Tried tried = story.afterAttempts(1);
            assertThat(tried.status()).isEqualTo(status);
            assertThat(tried.response().codePointCount(0, tried.response().length()))
                    .isEqualTo(1024);
            isSafe(tried.response());
        }
    }

    @Test
    void whenItsTextPlaysTricks(Scenario scenario) {
        byte[] tricks = "\u0000\u001b]0;owned\u0007\u202Etxt.exe\u2066\uFEFF\u200B<script>\uE000é ✓\r\n\t"
                .getBytes(StandardCharsets.UTF_8);
        try (var endpoint = RawEndpoint.that(guest -> {
            guest.hear();
            guest.say("HTTP/1.1 400 Bad\r\n\r\n");
            guest.say(tricks);
        })) {
            Tried tried = scenario.story(endpoint.url()).tells().failsOnce();

            isSafe(tried.response());
            assertThat(tried.response()).contains("<script>").endsWith("é ✓\r\n\t");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u0002\u00ff\u00fe",
                "\n\n\n",
                "SSH-2.0-OpenSSH_9.9\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 999 So\r\n\r\n",
                "HTTP/1.1 200OK\r\n\r\n",
                "<html>200 OK</html>\r\n\r\n"
            })
    void whenItsAnswerIsNoAnswer(String garbage, Scenario scenario) {
        try (var endpoint = RawEndpoint.that(RawEndpoint.says(garbage))) {
            Tried tried = scenario.story(endpoint.url()).tells().failsOnce();

            assertThat(tried.status()).isNull();
            assertThat(tried.response()).isEmpty();
            assertThat(tried.error())
                    .isIn("the answer is not HTTP/1.1", "the connection was closed before the answer was complete");
        }
    }

    /// Nothing that terminals, web pages or PostgreSQL trip over.
    private static void isSafe(String shown) {
        assertThat(shown.codePoints().filter(point -> point != '\n' && point != '\r' && point != '\t'))
                .noneMatch(Character::isISOControl)
                .noneMatch(point -> Character.getType(point) == Character.FORMAT)
                .noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }
}
