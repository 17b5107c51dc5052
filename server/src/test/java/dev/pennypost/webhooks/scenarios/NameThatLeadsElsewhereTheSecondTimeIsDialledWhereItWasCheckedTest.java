package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// DNS rebinding: a name server that answers harmlessly when the address is checked and otherwise when it is dialled.
@ExtendWith(Scenario.Shared.class)
class NameThatLeadsElsewhereTheSecondTimeIsDialledWhereItWasCheckedTest {
    @Test
    void becauseItIsAskedForOnceInAnAttempt(Scenario scenario) {
        try (var checked = RawEndpoint.that(RawEndpoint.answers(500), RawEndpoint.answers(200));
                var inside = RawEndpoint.at("127.0.0.2", checked.port(), RawEndpoint.answers(200))) {
            scenario.names.leads("rebinds.test", "127.0.0.1").leads("rebinds.test", "127.0.0.2");
            Story story = scenario.story(checked.url("http", "rebinds.test")).tells();

            assertThat(story.failsOnce().status()).isEqualTo(500);
            assertThat(scenario.names.timesAsked("rebinds.test")).isEqualTo(1);
            assertThat(checked.met()).isEqualTo(1);
            assertThat(inside.met()).isZero();
            assertThat(checked.heard().getFirst().headers().get("host")).isEqualTo("rebinds.test:" + checked.port());
        }
    }

    /// The next attempt asks again, and what it is told is checked again.
    @Test
    void andIsCheckedAgainInTheNextAttempt() {
        try (var scenario = new Scenario(false, Scenario.PATIENCE);
                var inside = RawEndpoint.that(RawEndpoint.answers(200))) {
            scenario.names.leads("rebinds.test", "10.0.0.1").leads("rebinds.test", "127.0.0.1");
            Story story = scenario.story(inside.url("http", "rebinds.test")).tells();

            assertThat(story.failsOnce().error()).isEqualTo("rebinds.test: no public address");
            scenario.passUntilTheSecondAttempt();

            assertThat(story.afterAttempts(2).error()).isEqualTo("rebinds.test: no public address");
            assertThat(scenario.names.timesAsked("rebinds.test")).isEqualTo(2);
            assertThat(inside.met()).isZero();
        }
    }

    /// A connection that is kept leads where it was checked, whatever the name server says meanwhile.
    @Test
    void evenWhenItsConnectionIsUsedAgain(Scenario scenario) {
        try (var checked = RawEndpoint.that(RawEndpoint.answersAll(200));
                var inside = RawEndpoint.at("127.0.0.2", checked.port(), RawEndpoint.answers(200))) {
            scenario.names.leads("turns.test", "127.0.0.1").leads("turns.test", "127.0.0.2");
            Story story = scenario.story(checked.url("http", "turns.test")).tells();
            story.afterAttempts(1);
            story.tells().afterAttempts(2);

            assertThat(checked.heard()).hasSize(2);
            assertThat(checked.met()).isEqualTo(1);
            assertThat(inside.met()).isZero();
            assertThat(scenario.names.timesAsked("turns.test")).isEqualTo(1);
        }
    }
}
