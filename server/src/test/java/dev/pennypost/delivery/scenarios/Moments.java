package dev.pennypost.delivery.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One sentence told of several moments of a session at once: each has a server of its own that misbehaves then, so
/// that all of them are waited for together.
final class Moments {
    private static final Duration LONGER_THAN_A_CONNECTION_LIVES = Duration.ofMinutes(11);

    private Moments() {}

    /// @param sent the email whose delivery meets with the moment
    record Met(MxMoment moment, Story story, Sent sent) {
        /// The ids of the emails that arrived, without those that went before.
        List<String> arrived() {
            return story.arrived().stream()
                    .filter(id -> id.equals(sent.id().toString()))
                    .toList();
        }

        /// By a later attempt, and once.
        void isDeliveredInTheEnd() {
            sent.comesTo("delivered").isTold("sent ada", "delayed ada", "delivered ada");
            assertThat(arrived()).hasSize(1);
        }

        /// By the only attempt that counts.
        void isDeliveredAtOnce() {
            sent.comesTo("delivered").isTold("sent ada", "delivered ada");
            assertThat(sent.tried()).hasSize(1);
            assertThat(arrived()).hasSize(1);
        }

        /// Waits until the moment has come.
        void awaitTheMoment() {
            FakeMx mx = story.mx();
            Eventually.holds(moment + " is reached", 20, () -> switch (moment) {
                case GREETING -> mx.connections() > 0;
                case CONTENT -> mx.commands().contains("DATA");
                case DOT -> !mx.messages().isEmpty();
                default -> mx.commands().stream().anyMatch(command -> command.startsWith(moment.name()));
            });
        }

        @Override
        public String toString() {
            return moment.toString();
        }
    }

    /// Sends an email past each of these moments, at which the server does this once. QUIT cannot stand with others:
    /// it comes when time passes.
    static List<Met> meet(Scenario scenario, MxAnswer once, MxMoment... moments) {
        List<Story> stories = Stream.of(moments)
                .map(moment -> prepared(scenario, moment, once))
                .toList();
        if (List.of(moments).contains(MxMoment.QUIT)) scenario.pass(LONGER_THAN_A_CONNECTION_LIVES);
        return IntStream.range(0, moments.length)
                .mapToObj(
                        i -> new Met(moments[i], stories.get(i), stories.get(i).send("ada")))
                .toList();
    }

    private static Story prepared(Scenario scenario, MxMoment moment, MxAnswer once) {
        Story story = scenario.story(moment.name().toLowerCase(Locale.ROOT));
        if (moment == MxMoment.STARTTLS) story.mx().withTls();
        // RSET comes where a transaction was not brought to its end.
        if (moment == MxMoment.RSET) {
            story.mx().onRcpt("nobody@*", "550 5.1.1 no such user");
            story.send("nobody").comesTo("bounced");
        }
        if (moment == MxMoment.QUIT) story.send("first").comesTo("delivered");
        story.mx().once(moment, once);
        return story;
    }
}
