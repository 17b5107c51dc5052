package dev.pennypost.delivery.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.testkit.FixedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final DomainName ACME = DomainName.parse("send.acme.test");
    private static final Map<String, String> ADDRESSES =
            Map.of("old", "192.0.2.1 mta1.test", "fresh", "192.0.2.2 mta2.test", "spare", "192.0.2.3 mta3.test");

    private final FixedClock clock = new FixedClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);
    private final List<Traffic> running = new ArrayList<>();

    @AfterEach
    void close() {
        running.forEach(Traffic::close);
        database.close();
    }

    @Test
    void leavesFromWhereTheSystemChoosesUnlessToldOtherwise() {
        assertThat(way(traffic(TrafficConfig.USUAL)).source()).isEqualTo(Source.SYSTEM);
    }

    @Test
    void takesThePoolsAddressesInTurn() {
        var traffic = traffic(config(Map.of("default", "old spare"), Map.of(), "", Map.of()));

        assertThat(List.of(way(traffic).source().name(), way(traffic).source().name()))
                .containsExactlyInAnyOrder("old", "spare");
    }

    @Test
    void givesADomainThePoolThatTheOperatorChose() {
        var traffic =
                traffic(config(Map.of("default", "old", "vip", "spare"), Map.of("acme.test", "vip"), "", Map.of()));

        assertThat(traffic.poolOf(() -> ACME)).isEqualTo("vip");
        assertThat(traffic.poolOf(() -> DomainName.parse("notacme.test"))).isEqualTo("default");
    }

    @Test
    void sendsOverAWarmedAddressWhatANewOneMayNotSendAnyMoreToday() {
        var traffic = traffic(
                config(Map.of("default", "fresh", "warm", "old"), Map.of(), "warm", Map.of("fresh", "2026-11-20")));
        var from = new ArrayList<String>();
        for (int i = 0; i < 5; i++) from.add(closed(way(traffic)).source().name());

        assertThat(from).containsExactly("fresh", "fresh", "fresh", "old", "old");
    }

    @Test
    void waitsForTomorrowWithoutAWarmedAddress() {
        var traffic = traffic(config(Map.of("default", "fresh"), Map.of(), "", Map.of("fresh", "2026-11-21")));
        for (int i = 0; i < 2; i++) closed(way(traffic));

        assertThat(traffic.enter("site.test", "default", () -> ACME))
                .isEqualTo(new Traffic.Entry.Closed(
                        new Permission.Later(Instant.parse("2026-11-22T00:00:00Z"), Limit.WARM_UP)));
        clock.set(Instant.parse("2026-11-22T00:00:01Z"));
        for (int i = 0; i < 3; i++) closed(way(traffic));
        assertThat(traffic.enter("site.test", "default", () -> ACME)).isInstanceOf(Traffic.Entry.Closed.class);
        clock.set(Instant.parse("2026-11-24T00:00:01Z"));
        for (int i = 0; i < 10; i++) closed(way(traffic));
    }

    @Test
    void warmsDomainsUpAsWell() {
        var traffic = traffic(
                config(Map.of("default", "fresh", "warm", "old"), Map.of(), "warm", Map.of("acme.test", "2026-11-21")));
        var from = new ArrayList<String>();
        for (int i = 0; i < 4; i++) from.add(closed(way(traffic)).source().name());

        assertThat(from).containsExactly("fresh", "fresh", "old", "old");
        assertThat(traffic.enter("site.test", "default", () -> DomainName.parse("other.test")))
                .isInstanceOfSatisfying(
                        Traffic.Entry.Open.class,
                        open -> assertThat(open.way().source().name()).isEqualTo("fresh"));
    }

    @Test
    void countsWhatAllNodesSendOfADaysAllowance() {
        var config = new TrafficConfig(
                "", ADDRESSES, Map.of("default", "fresh"), Map.of(), "", Map.of("fresh", "2026-11-21"), List.of("15"));
        var one = traffic(config, "one");
        var other = traffic(config, "other");
        int sent = 0;
        for (int i = 0; i < 20; i++) {
            if (one.enter("site.test", "default", () -> ACME) instanceof Traffic.Entry.Open(Way way)) {
                way.throttle().closed();
                sent++;
            }
            if (other.enter("site.test", "default", () -> ACME) instanceof Traffic.Entry.Open(Way way)) {
                way.throttle().closed();
                sent++;
            }
        }

        assertThat(sent).isEqualTo(15);
    }

    @Test
    void dealsTheConnectionsOfASiteOutAmongTheNodesThatLive() {
        var one = alive("one");
        var other = alive("other");
        one.beat();

        assertThat(connections(one) + connections(other)).isEqualTo(10);
        other.close();
        running.remove(other);
        one.beat();
        assertThat(connections(one)).isEqualTo(10);
    }

    @Test
    void takesOverTheShareOfANodeThatDiedWithoutAWord() {
        var one = alive("one");
        alive("other");
        clock.advance(Duration.ofSeconds(20));
        one.beat();

        assertThat(connections(one)).isEqualTo(10);
    }

    @Test
    void buriesADeadNodeOnceAndItselfNever() {
        var one = alive("one");
        alive("other");
        clock.advance(Duration.ofSeconds(61));

        assertThat(buried(one)).containsExactly("other");
        assertThat(buried(one)).isEmpty();
    }

    @Test
    void suspendsASiteOnEveryNodeAndOverRestarts() {
        var one = alive("one");
        var other = alive("other");
        way(one).throttle().suspend(clock.instant().plus(Duration.ofHours(2)), "[TSS04] from yahoo");
        one.beat();
        other.beat();

        assertThat(other.enter("site.test", "default", () -> ACME)).isInstanceOf(Traffic.Entry.Closed.class);
        assertThat(alive("third").enter("site.test", "default", () -> ACME)).isInstanceOf(Traffic.Entry.Closed.class);
        assertThat(other.states()).singleElement().satisfies(state -> {
            assertThat(state.state()).isEqualTo("suspended");
            assertThat(state.why()).isEqualTo("[TSS04] from yahoo");
        });
    }

    @Test
    void endsASuspensionOnEveryNodeWhenTheOperatorSaysSo() {
        var one = alive("one");
        var other = alive("other");
        one.suspend("site.test", clock.instant().plus(Duration.ofHours(2)), "by hand");
        other.beat();
        other.forgive("site.test");
        one.beat();

        assertThat(one.enter("site.test", "default", () -> ACME)).isInstanceOf(Traffic.Entry.Open.class);
    }

    @Test
    void doesNotStartWithPoolsOrAddressesThatAreNone() {
        assertThatThrownBy(() -> traffic(config(Map.of("default", "nobody"), Map.of(), "", Map.of())))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> traffic(config(Map.of(), Map.of("acme.test", "vip"), "", Map.of())))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("vip");
        assertThatThrownBy(() -> traffic(
                        new TrafficConfig("", Map.of("a", "mta1.test"), Map.of(), Map.of(), "", Map.of(), List.of())))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("no IP address");
    }

    private List<String> buried(Traffic by) {
        return database.inTransaction(tx -> by.bury(tx, clock.instant()));
    }

    private static int connections(Traffic traffic) {
        int opened = 0;
        while (traffic.enter("site.test", "default", () -> ACME) instanceof Traffic.Entry.Open) opened++;
        for (int i = 0; i < opened; i++)
            traffic.throttles("site.test").getFirst().closed();
        return opened;
    }

    private static Way way(Traffic traffic) {
        if (traffic.enter("site.test", "default", () -> ACME) instanceof Traffic.Entry.Open(Way way)) return way;
        throw new AssertionError("no way");
    }

    private static Way closed(Way way) {
        way.throttle().closed();
        return way;
    }

    private Traffic alive(String node) {
        var traffic = traffic(TrafficConfig.USUAL, node);
        traffic.beat();
        running.add(traffic);
        return traffic;
    }

    private Traffic traffic(TrafficConfig config) {
        return traffic(config, "one");
    }

    private Traffic traffic(TrafficConfig config, String node) {
        return new Traffic(config, 24, database, node, clock);
    }

    private static TrafficConfig config(
            Map<String, String> pools, Map<String, String> poolOf, String overflow, Map<String, String> warmUp) {
        return new TrafficConfig("", ADDRESSES, pools, poolOf, overflow, warmUp, List.of("2", "3"));
    }
}
