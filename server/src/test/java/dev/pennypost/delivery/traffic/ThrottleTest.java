package dev.pennypost.delivery.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.replies.SiteAdvice;
import dev.pennypost.delivery.sites.SiteLimits;
import dev.pennypost.testkit.FixedClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final FixedClock clock = new FixedClock();

    @Test
    void opensAsManyConnectionsAsTheSiteTakes() {
        var throttle = throttle(2, 0);

        assertThat(open(throttle)).isInstanceOf(Permission.Granted.class);
        assertThat(open(throttle)).isInstanceOf(Permission.Granted.class);
        assertThat(open(throttle)).isInstanceOf(Permission.Full.class);
        throttle.closed();
        assertThat(open(throttle)).isInstanceOf(Permission.Granted.class);
    }

    @Test
    void halvesItsConnectionsWhenTheSitePushesBackAndTakesOneMoreForEveryHundredMessages() {
        var throttle = throttle(8, 0);

        throttle.pushedBack(clock.instant());
        assertThat(throttle.mostOpen(clock.instant())).isEqualTo(4);
        for (int i = 0; i < 99; i++) throttle.delivered();
        assertThat(throttle.mostOpen(clock.instant())).isEqualTo(4);
        throttle.delivered();
        assertThat(throttle.mostOpen(clock.instant())).isEqualTo(5);
    }

    @Test
    void takesOneOverloadThatAllConnectionsTellForOne() {
        var throttle = throttle(16, 0);

        for (int i = 0; i < 16; i++) throttle.pushedBack(clock.instant());
        assertThat(throttle.mostOpen(clock.instant())).isEqualTo(8);
        clock.advance(Duration.ofSeconds(31));
        throttle.pushedBack(clock.instant());
        assertThat(throttle.mostOpen(clock.instant())).isEqualTo(4);
    }

    @Test
    void neverGivesUpItsLastConnectionForPushingBack() {
        var throttle = throttle(4, 0);

        for (int i = 0; i < 10; i++) {
            throttle.pushedBack(clock.instant());
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(throttle.mostOpen(clock.instant())).isEqualTo(1);
    }

    @Test
    void asksNothingOfASuspendedSiteUntilTheSuspensionEnds() {
        var throttle = throttle(4, 0);
        var until = clock.instant().plus(Duration.ofHours(2));
        throttle.suspend(until, "[TSS04]");

        assertThat(open(throttle)).isEqualTo(new Permission.Later(until, Limit.SUSPENSION));
        assertThat(throttle.state(clock.instant())).isEqualTo("suspended");
        clock.set(until);
        assertThat(open(throttle)).isInstanceOf(Permission.Granted.class);
        assertThat(throttle.state(clock.instant())).isEqualTo("open");
    }

    @Test
    void keepsTheLongerOfTwoSuspensions() {
        var throttle = throttle(4, 0);
        var late = clock.instant().plus(Duration.ofHours(2));
        throttle.suspend(late, "first");
        throttle.suspend(clock.instant().plusSeconds(60), "second");

        assertThat(throttle.suspension(clock.instant())).isEqualTo(new Throttle.Suspension(late, "first"));
    }

    @Test
    void leavesADeadSiteAloneForLongerAndLonger() {
        var throttle = throttle(4, 0);

        for (int i = 0; i < 9; i++) throttle.unreachable(clock.instant());
        assertThat(throttle.suspension(clock.instant())).isNull();
        throttle.unreachable(clock.instant());
        assertThat(rest(throttle)).isEqualTo(Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(1));
        throttle.unreachable(clock.instant());
        assertThat(rest(throttle)).isEqualTo(Duration.ofMinutes(2));
        for (int i = 0; i < 20; i++) throttle.unreachable(clock.instant());
        assertThat(rest(throttle)).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void forgetsThatASiteWasDeadWhenItAnswers() {
        var throttle = throttle(4, 0);
        for (int i = 0; i < 9; i++) throttle.unreachable(clock.instant());
        throttle.answered();
        throttle.unreachable(clock.instant());

        assertThat(throttle.suspension(clock.instant())).isNull();
    }

    @Test
    void spreadsMessagesOverTheMinute() {
        var throttle = throttle(4, 60);
        int atOnce = 0;
        while (throttle.message(clock.instant()) instanceof Permission.Granted) atOnce++;

        assertThat(atOnce).isEqualTo(10);
        assertThat(throttle.message(clock.instant()))
                .isEqualTo(new Permission.Later(clock.instant().plusSeconds(1), Limit.RATE));
        clock.advance(Duration.ofSeconds(1));
        assertThat(throttle.message(clock.instant())).isInstanceOf(Permission.Granted.class);
        assertThat(throttle.message(clock.instant())).isInstanceOf(Permission.Later.class);
    }

    @Test
    void asksLessOfARestrainedSiteForAWhile() {
        var throttle = throttle(8, 0);
        throttle.restrain(clock.instant().plus(Duration.ofMinutes(30)), 1, 60, "unusual rate");

        assertThat(throttle.mostOpen(clock.instant())).isEqualTo(1);
        assertThat(throttle.state(clock.instant())).isEqualTo("throttled");
        clock.advance(Duration.ofMinutes(31));
        assertThat(throttle.mostOpen(clock.instant())).isEqualTo(8);
    }

    @Test
    void suspendsWhenARefusalOfOneKindCameOftenEnough() {
        var throttle = throttle(8, 0);
        var advice = new SiteAdvice.Suspend(Duration.ofHours(1), new SiteAdvice.Streak(5, Duration.ofHours(1)));

        for (int i = 0; i < 4; i++) throttle.heed("gmail-detected", advice, clock.instant());
        clock.advance(Duration.ofMinutes(61));
        throttle.heed("gmail-detected", advice, clock.instant());
        assertThat(throttle.suspension(clock.instant())).isNull();
        for (int i = 0; i < 4; i++) throttle.heed("gmail-detected", advice, clock.instant());
        assertThat(rest(throttle)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void sendsFewerMessagesOverAConnectionWhereTheSiteSaysSo() {
        var throttle = throttle(8, 0);
        throttle.heed(
                "per-connection", new SiteAdvice.MessagesPerConnection(2, SiteAdvice.Streak.FIRST), clock.instant());

        assertThat(throttle.messagesPerConnection()).isEqualTo(2);
        throttle.forgive();
        assertThat(throttle.messagesPerConnection()).isEqualTo(100);
    }

    @Test
    void dealsItsLimitOutAmongNodesToTheLastConnection() {
        var nodes = List.of("a", "b", "c");
        for (int limit = 1; limit < 12; limit++) {
            int all = 0;
            for (String node : nodes) all += new Nodes(nodes, node).of("site.test", limit);
            assertThat(all).isEqualTo(limit);
        }
        assertThat(new Nodes(nodes, "stranger").of("site.test", 7)).isEqualTo(7);
    }

    private Permission open(Throttle throttle) {
        return throttle.open(clock.instant());
    }

    private Duration rest(Throttle throttle) {
        var suspension = throttle.suspension(clock.instant());
        return suspension == null ? Duration.ZERO : Duration.between(clock.instant(), suspension.until());
    }

    private Throttle throttle(int connections, int messagesPerMinute) {
        var limits = new SiteLimits(connections, 100, Duration.ofMinutes(10), messagesPerMinute, 0, false);
        return new Throttle("site.test", limits, Share.WHOLE, clock.instant());
    }
}
