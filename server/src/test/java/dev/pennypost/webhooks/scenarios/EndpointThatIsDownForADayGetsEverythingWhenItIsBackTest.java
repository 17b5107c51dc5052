package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.webhooks.scenarios.RawEndpoint.Heard;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EndpointThatIsDownForADayGetsEverythingWhenItIsBackTest {
    private static final int EACH = 5;
    /// The documented waits after each failure (contract §22.6), and a tenth more for the jitter.
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(6),
            Duration.ofMinutes(6),
            Duration.ofMinutes(33),
            Duration.ofMinutes(132),
            Duration.ofMinutes(330),
            Duration.ofHours(11));

    @Test
    void underTheIdsItHadHeardBefore() {
        try (var scenario = new Scenario()) {
            var dying = RawEndpoint.that(RawEndpoint.answers(503));
            int port = dying.port();
            Story story = scenario.story(dying.url());
            IntStream.range(0, EACH).forEach(number -> story.tells("{\"n\":" + number + "}"));
            story.afterAttempts(EACH);
            Map<String, String> idsOfOld = idsByBody(dying.heard());
            dying.close();

            for (int failed = 1; failed <= WAITS.size(); failed++) {
                scenario.world.pass(WAITS.get(failed - 1));
                assertThat(story.afterAttempts(EACH * (failed + 1)).error()).isIn(RawEndpoint.NOBODY_LISTENS);
            }
            story.comesTo("attempting", EACH);
            IntStream.range(EACH, 2 * EACH).forEach(number -> story.tells("{\"n\":" + number + "}"));
            story.afterAttempts(EACH * (WAITS.size() + 1) + EACH);

            try (var back = RawEndpoint.at("127.0.0.1", port, RawEndpoint.answers(200))) {
                scenario.world.pass(Duration.ofHours(11));
                story.comesTo("success", 2 * EACH);
                Map<String, String> ids = idsByBody(back.heard());
                assertThat(back.heard()).hasSize(2 * EACH);
                assertThat(ids.keySet())
                        .isEqualTo(IntStream.range(0, 2 * EACH)
                                .mapToObj(number -> "{\"n\":" + number + "}")
                                .collect(java.util.stream.Collectors.toSet()));
                assertThat(ids).containsAllEntriesOf(idsOfOld);
            }
        }
    }

    private static Map<String, String> idsByBody(List<Heard> heard) {
        var ids = new HashMap<String, String>();
        heard.forEach(one -> assertThat(ids.put(one.body(), one.id())).isNull());
        return ids;
    }
}
