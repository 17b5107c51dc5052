package dev.pennypost.api.resend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {
    @ParameterizedTest
    @CsvSource({
        "2025-11-30T20:39:59.540771Z, 2025-11-30 20:39:59.540771+00",
        "2025-11-30T20:41:40.84216Z, 2025-11-30 20:41:40.84216+00",
        "2025-11-30T20:41:40Z, 2025-11-30 20:41:40+00",
        "2025-11-30T20:41:40.000000999Z, 2025-11-30 20:41:40+00"
    })
    void restAnswersLookLikePostgres(Instant at, String text) {
        assertThat(Timestamps.postgres(at)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-08-22T15:28:00Z, 2026-08-22T15:28:00.000Z",
        "2026-08-22T15:28:00.129999Z, 2026-08-22T15:28:00.129Z"
    })
    void webhooksHaveMilliseconds(Instant at, String text) {
        assertThat(Timestamps.iso(at)).isEqualTo(text);
    }
}
