package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.teams.TeamId;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.webhooks.World.Tried;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A team, its webhook and what becomes of its messages.
record Story(Scenario scenario, TeamId team, UUID webhook) {
    /// Something happens to the team.
    Story tells(String json) {
        scenario.world.publish(team, json);
        return this;
    }

    Story tells() {
        return tells("{}");
    }

    /// Waits until so many attempts were made; returns the last one.
    Tried afterAttempts(int attempts) {
        Eventually.holds(
                attempts + " attempts", () -> scenario.world.tried(webhook).size() >= attempts);
        List<Tried> tried = scenario.world.tried(webhook);
        assertThat(tried).hasSize(attempts);
        return tried.getLast();
    }

    /// Waits until the one message has failed once and will come back.
    Tried failsOnce() {
        Tried tried = afterAttempts(1);
        isWaiting();
        return tried;
    }

    void isWaiting() {
        assertThat(scenario.world.standing(webhook)).isEqualTo(Map.of("attempting", 1));
    }

    /// Waits until this and nothing else can be said of the messages.
    void comesTo(String status, int messages) {
        Eventually.holds(
                messages + " messages " + status,
                () -> scenario.world.standing(webhook).equals(Map.of(status, messages)));
    }
}
