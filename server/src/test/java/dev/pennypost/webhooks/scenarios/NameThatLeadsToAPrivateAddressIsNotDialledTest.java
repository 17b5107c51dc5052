package dev.pennypost.webhooks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.net.HostLookup;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.webhooks.World;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NameThatLeadsToAPrivateAddressIsNotDialledTest {
    private static final List<String> PRIVATE = List.of(
            "127.0.0.1",
            "127.8.9.10",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.169.254",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "fe80::1",
            "fd00:ec2::254");

    @Test
    void whicheverItIs() {
        try (var scenario = new Scenario(false, Scenario.PATIENCE);
                var inside = RawEndpoint.that(RawEndpoint.answers(200))) {
            List<Story> stories = PRIVATE.stream()
                    .map(address -> {
                        String name = "inside" + PRIVATE.indexOf(address) + ".test";
                        scenario.names.leads(name, address);
                        return scenario.story(inside.url("http", name)).tells();
                    })
                    .toList();

            assertThat(stories)
                    .allSatisfy(story -> assertThat(story.failsOnce().error()).endsWith(".test: no public address"));
            assertThat(inside.met()).isZero();
        }
    }

    @Test
    void norIsAnyOfThemWhenAllAre() {
        try (var scenario = new Scenario(false, Scenario.PATIENCE);
                var inside = RawEndpoint.that(RawEndpoint.answers(200))) {
            scenario.names.leads("all.test", PRIVATE.toArray(String[]::new));
            Story story = scenario.story(inside.url("http", "all.test")).tells();

            assertThat(story.failsOnce().error()).isEqualTo("all.test: no public address");
            assertThat(inside.met()).isZero();
        }
    }

    /// The operating system reads more than dotted addresses, and what it read is what is checked.
    @Test
    void norWhenTheAddressItselfIsWrittenInstead() {
        try (var world = new World(false, Scenario.PATIENCE, HostLookup.system());
                var inside = RawEndpoint.that(RawEndpoint.answers(200))) {
            var team = world.team("acme");
            var webhooks = Stream.of("127.0.0.1", "[::1]", "[::ffff:7f00:1]", "2130706433", "0x7f000001", "localhost")
                    .map(host -> world.webhook(team, inside.url("http", host)))
                    .toList();
            world.publish(team, "{}");

            assertThat(webhooks).allSatisfy(webhook -> {
                Eventually.holds("an attempt", () -> !world.tried(webhook).isEmpty());
                assertThat(world.tried(webhook).getFirst().error()).containsAnyOf("no public address", "unknown host");
            });
            assertThat(inside.met()).isZero();
        }
    }

    @Test
    void norIsItWhenItIsWrittenAsNoUrlMay() {
        try (var scenario = new Scenario(false, Scenario.PATIENCE)) {
            var team = scenario.world.team("acme");
            assertThat(Stream.of("127.1", "127.0.0.1%2e", "127.0.0.1%00.acme.test", "ada@127.0.0.1"))
                    .allMatch(host -> scenario.world.isRefused(team, "http://" + host + "/hook"));
        }
    }
}
