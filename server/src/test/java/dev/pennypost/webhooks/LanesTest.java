package dev.pennypost.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final Lanes lanes = new Lanes();
    private final WebhookId endpoint = new WebhookId(UUID.randomUUID());
    private final WebhookId other = new WebhookId(UUID.randomUUID());

    @Test
    void sendsSoManyAtOnceAndTheOthersAfterThem() {
        assertThat(enter(endpoint, 2)).isTrue();
        assertThat(enter(endpoint, 2)).isTrue();
        Dispatch third = dispatch(endpoint);
        Dispatch fourth = dispatch(endpoint);
        assertThat(lanes.enter(third, 2, LATER)).isFalse();
        assertThat(lanes.enter(fourth, 2, LATER)).isFalse();

        assertThat(lanes.next(endpoint, true, NOW)).isSameAs(third);
        assertThat(lanes.next(endpoint, true, NOW)).isSameAs(fourth);
        assertThat(lanes.next(endpoint, true, NOW)).isNull();
        assertThat(enter(endpoint, 2)).isTrue();
    }

    @Test
    void holdsNobodyBackForAnotherEndpoint() {
        assertThat(enter(endpoint, 1)).isTrue();
        assertThat(enter(endpoint, 1)).isFalse();
        assertThat(enter(other, 1)).isTrue();
        assertThat(lanes.next(other, true, NOW)).isNull();
    }

    @Test
    void turnsAwayWhatWaitsBehindAFailure() {
        assertThat(enter(endpoint, 1)).isTrue();
        Dispatch waiting = dispatch(endpoint);
        assertThat(lanes.enter(waiting, 1, LATER)).isFalse();

        assertThat(lanes.next(endpoint, false, NOW)).isNull();
        assertThat(lanes.turnedAway()).containsExactly(waiting);
        assertThat(lanes.turnedAway()).isEmpty();
    }

    @Test
    void turnsAwayWhatHasWaitedForTooLong() {
        assertThat(enter(endpoint, 1)).isTrue();
        Dispatch late = dispatch(endpoint);
        Dispatch inTime = dispatch(endpoint);
        assertThat(lanes.enter(late, 1, NOW)).isFalse();
        assertThat(lanes.enter(inTime, 1, LATER)).isFalse();

        assertThat(lanes.next(endpoint, true, NOW)).isSameAs(inTime);
        assertThat(lanes.turnedAway()).containsExactly(late);
    }

    private boolean enter(WebhookId webhook, int most) {
        return lanes.enter(dispatch(webhook), most, LATER);
    }

    private static Dispatch dispatch(WebhookId webhook) {
        return new Dispatch(UUID.randomUUID(), webhook, "https://acme.test", new byte[0], null, "{}", 0, null);
    }
}
