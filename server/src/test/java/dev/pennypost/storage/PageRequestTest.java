package dev.pennypost.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PageRequestTest {
    private static final List<UUID> FIVE =
            LongStream.rangeClosed(1, 5).mapToObj(i -> new UUID(0, i)).toList();

    @Test
    void aPageOfAListInMemoryGoesOnAfterItsCursor() {
        assertThat(page(new PageRequest(2, null, null))).isEqualTo(new Page<>(FIVE.subList(0, 2), true));
        assertThat(page(new PageRequest(2, FIVE.get(1), null))).isEqualTo(new Page<>(FIVE.subList(2, 4), true));
        assertThat(page(new PageRequest(2, FIVE.get(3), null))).isEqualTo(new Page<>(FIVE.subList(4, 5), false));
        assertThat(page(new PageRequest(2, FIVE.get(4), null))).isEqualTo(new Page<>(List.of(), false));
    }

    @Test
    void orBackBeforeIt() {
        assertThat(page(new PageRequest(2, null, FIVE.get(4)))).isEqualTo(new Page<>(FIVE.subList(2, 4), true));
        assertThat(page(new PageRequest(2, null, FIVE.get(1)))).isEqualTo(new Page<>(FIVE.subList(0, 1), false));
    }

    @Test
    void withoutALimitItIsTheWholeList() {
        assertThat(page(PageRequest.first(PageRequest.ALL))).isEqualTo(new Page<>(FIVE, false));
    }

    @Test
    void aCursorFromElsewhereIsNone() {
        assertThat(new PageRequest(2, new UUID(9, 9), null).within(FIVE, Function.identity()))
                .isEmpty();
        assertThat(new PageRequest(2, null, new UUID(9, 9)).within(FIVE, Function.identity()))
                .isEmpty();
    }

    private static Page<UUID> page(PageRequest request) {
        return request.within(FIVE, Function.identity()).orElseThrow();
    }
}
