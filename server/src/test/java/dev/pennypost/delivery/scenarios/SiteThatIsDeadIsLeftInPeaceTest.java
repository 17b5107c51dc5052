package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.FakeMx;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Scenario.Shared.class)
class SiteThatIsDeadIsLeftInPeaceTest {
    private static final int UNTIL_IT_IS_TAKEN_FOR_DEAD = 10;

    /// Ten failures to connect; what waits for it then waits for its rest to end, which is no attempt.
    @Test
    void forAMinuteAtFirst() {
        try (var scenario = new Scenario()) {
            Story story = scenario.story("dead");
            story.mx().close();
            List<Sent> vain = IntStream.range(0, UNTIL_IT_IS_TAKEN_FOR_DEAD)
                    .mapToObj(_ -> story.send("ada").comesTo("deferred"))
                    .toList();
            assertThat(vain).allSatisfy(sent -> assertThat(sent.waitReasons()).containsExactly("host_unreachable"));

            Sent next = story.send("bob").comesTo("deferred");
            assertThat(next.waitReasons()).containsExactly("site_suspended");
            assertThat(next.tried()).isEmpty();

            FakeMx back = scenario.server(story.domain(), "mx2", 20);
            for (int i = 0; i < 2; i++) scenario.passUntilTheSecondAttempt();
            next.comesTo("delivered").isTold("sent bob", "delivered bob");
            assertThat(vain).allSatisfy(sent -> sent.comesTo("delivered"));
            assertThat(Story.arrivedAt(back))
                    .hasSize(UNTIL_IT_IS_TAKEN_FOR_DEAD + 1)
                    .doesNotHaveDuplicates();
        }
    }
}
