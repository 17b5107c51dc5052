package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import dev.pennypost.webhooks.scenarios.RawEndpoint.Heard;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Ten of them, and none lets go as long as the story lasts.
class EndpointsThatAreDeadHoldUpNobodyElseTest {
    private static final int EVENTS = 200;

    @Test
    void neitherOfTheirOwnTeamNorOfAnother() {
        List<RawEndpoint> dead = IntStream.range(0, 10)
                .mapToObj(_ -> RawEndpoint.that(RawEndpoint.hangsAfter("")))
                .toList();
        try (var scenario = new Scenario(true, Duration.ofMinutes(10));
                var healthy = RawEndpoint.that(RawEndpoint.answers(200));
                var elsewhere = RawEndpoint.that(RawEndpoint.answers(200))) {
            Story afflicted = scenario.story(healthy.url());
            Story worse = scenario.story(dead.getFirst().url());
            Story well = scenario.story(elsewhere.url());
            dead.subList(1, 5).forEach(one -> scenario.world.webhook(worse.team(), one.url()));
            dead.subList(5, 10).forEach(one -> scenario.world.webhook(afflicted.team(), one.url()));
            Stream.of(worse, afflicted).forEach(Story::tells);
            Eventually.holds("all the dead are called", () -> dead.stream().allMatch(one -> one.met() > 0));

            for (int i = 1; i < EVENTS; i++) Stream.of(worse, afflicted, well).forEach(Story::tells);
            well.tells();

            well.comesTo("success", EVENTS);
            afflicted.comesTo("success", EVENTS);
            assertThat(List.of(healthy, elsewhere))
                    .allSatisfy(one -> assertThat(one.heard())
                            .extracting(Heard::id)
                            .hasSize(EVENTS)
                            .doesNotHaveDuplicates());
            assertThat(dead).allSatisfy(one -> {
                assertThat(one.met()).isPositive();
                assertThat(one.cutOff()).isZero();
            });
        } finally {
            dead.forEach(RawEndpoint::close);
        }
    }
}
