package dev.pennypost.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Attempt.Outcome WELL = new Attempt.Outcome.Answered(200, "");
    private static final Attempt.Outcome SILENT = new Attempt.Outcome.Unanswered("timed out");

    private final Places places = new Places();
    private final WebhookId endpoint = new WebhookId(UUID.randomUUID());

    @Test
    void givesMoreToAnEndpointThatAnswersWellAndSoon() {
        fill(endpoint);
        for (int i = 0; i < 500; i++) done(endpoint, WELL, Duration.ofMillis(5), true);

        assertThat(places.mostOf(endpoint)).isEqualTo(Places.MOST_EACH);
        assertThat(places.freeOf()).containsEntry(endpoint, Places.HELD * Places.MOST_EACH - Places.USUAL);
    }

    @Test
    void countsAmongAllOnlyWhatIsSent() {
        fill(endpoint);
        done(endpoint, WELL, Duration.ofMillis(5), true);
        int held = places.freeOf().getOrDefault(endpoint, 0);
        for (int i = 0; i < held; i++) places.take(endpoint);

        assertThat(places.freeOf()).containsEntry(endpoint, 0);
        assertThat(places.free()).isEqualTo(Places.ALL - Places.USUAL - 1);
        for (int i = 0; i < held; i++) places.giveBackUnsent(endpoint);
        assertThat(places.freeOf()).containsEntry(endpoint, held);
    }

    @Test
    void givesNoMoreToOneThatIsSlow() {
        fill(endpoint);
        for (int i = 0; i < 500; i++) done(endpoint, WELL, Duration.ofSeconds(2), true);

        assertThat(places.freeOf()).containsEntry(endpoint, 0);
    }

    @Test
    void leavesOnePlaceToOneThatFailsAndForgetsItAfterAWhile() {
        fill(endpoint);
        for (int i = 0; i < Places.USUAL; i++) done(endpoint, SILENT, Duration.ofSeconds(15), false);
        assertThat(places.freeOf()).containsEntry(endpoint, 1);

        places.forgetBefore(NOW.plusSeconds(599));
        assertThat(places.freeOf()).containsEntry(endpoint, 1);
        places.forgetBefore(NOW.plusSeconds(601));
        assertThat(places.freeOf()).isEmpty();
    }

    @Test
    void keepsHalfOfAllForEndpointsThatDoNotFail() {
        List<WebhookId> dead = new ArrayList<>();
        for (int i = 0; i < Places.ALL; i++) {
            var one = new WebhookId(UUID.randomUUID());
            places.take(one);
            done(one, SILENT, Duration.ofSeconds(15), false);
            dead.add(one);
        }
        for (WebhookId one : dead) if (places.freeOf().getOrDefault(one, Places.USUAL) > 0) places.take(one);

        assertThat(places.free()).isEqualTo(Places.ALL / 2);
        assertThat(places.freeOf().get(dead.getFirst())).isZero();
        places.take(endpoint);
        assertThat(places.free()).isEqualTo(Places.ALL / 2 - 1);
    }

    @Test
    void findsAnEndpointWellAgainThatAnswers() {
        for (int i = 0; i < 3; i++) {
            places.take(endpoint);
            done(endpoint, SILENT, Duration.ofSeconds(15), false);
        }
        assertThat(places.freeOf()).containsEntry(endpoint, 1);

        for (int i = 0; i < Places.USUAL; i++) {
            places.take(endpoint);
            done(endpoint, WELL, Duration.ofMillis(5), false);
        }

        assertThat(places.freeOf()).isEmpty();
        assertThat(places.free()).isEqualTo(Places.ALL);
    }

    private void fill(WebhookId webhook) {
        for (int i = 0; i < Places.USUAL; i++) places.take(webhook);
    }

    private void done(WebhookId webhook, Attempt.Outcome outcome, Duration took, boolean andAnother) {
        var dispatch = new Dispatch(UUID.randomUUID(), webhook, "https://acme.test", new byte[0], null, "{}", 0, null);
        places.giveBack(new Attempt(dispatch, NOW, took, outcome));
        if (andAnother) places.take(webhook);
    }
}
