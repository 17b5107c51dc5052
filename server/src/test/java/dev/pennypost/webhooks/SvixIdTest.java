package dev.pennypost.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.storage.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SvixIdTest {
    @Test
    void looksLikeTheIdsOfSvix() {
        var id = Ids.next(Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(SvixId.MESSAGE.of(id)).matches("msg_[0-9A-Za-z]{27}");
        assertThat(SvixId.ATTEMPT.of(id)).matches("atmpt_[0-9A-Za-z]{27}");
    }

    @Test
    void isReadBackAndNothingElseIs() {
        var id = Ids.next(Instant.parse("2026-11-21T00:00:00Z"));
        String spelled = SvixId.MESSAGE.of(id);
        assertThat(SvixId.MESSAGE.parse(spelled)).contains(id);
        assertThat(SvixId.ATTEMPT.parse(spelled)).isEmpty();
        for (String other : List.of(
                "",
                "msg_",
                id.toString(),
                spelled + "0",
                spelled.substring(0, 30),
                "msg_" + "z".repeat(27),
                "msg_" + "-".repeat(27),
                "msg_0" + spelled.substring(5)))
            assertThat(SvixId.MESSAGE.parse(other)).as(other).isEmpty();
    }

    @Test
    void sortsByTime() {
        var start = Instant.parse("2026-11-21T00:00:00Z");
        var spelled = IntStream.range(0, 100)
                .mapToObj(i -> SvixId.MESSAGE.of(Ids.next(start.plus(Duration.ofMillis(i * 37L)))))
                .toList();
        assertThat(spelled).isSorted().doesNotHaveDuplicates();
    }
}
