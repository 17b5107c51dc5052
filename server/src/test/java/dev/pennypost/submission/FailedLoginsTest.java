package dev.pennypost.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.FixedClock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    private static final InetAddress ADA = InetAddress.ofLiteral("192.0.2.1");

    private final FixedClock clock = new FixedClock();

    @Test
    void keepsWaitingTwiceAsLongEachTime() {
        var failed = new FailedLogins(1_000, clock);
        assertThat(List.of(failed.count(ADA), failed.count(ADA), failed.count(ADA)))
                .containsExactly(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));
        for (int i = 0; i < 100; i++) assertThat(failed.count(ADA)).isLessThanOrEqualTo(Duration.ofSeconds(4));
        assertThat(failed.tooMany(ADA)).isFalse();
    }

    @Test
    void waitsForNobodyWhereThereIsNoLimit() {
        var failed = new FailedLogins(0, clock);
        for (int i = 0; i < 100; i++) assertThat(failed.count(ADA)).isZero();
        assertThat(failed.tooMany(ADA)).isFalse();
    }

    @Test
    void turnsAwayForTenMinutes() {
        var failed = new FailedLogins(2, clock);
        failed.count(ADA);
        assertThat(failed.tooMany(ADA)).isFalse();
        failed.count(ADA);
        assertThat(failed.tooMany(ADA)).isTrue();
        assertThat(failed.tooMany(InetAddress.ofLiteral("192.0.2.2"))).isFalse();
        clock.advance(Duration.ofMinutes(11));
        assertThat(failed.tooMany(ADA)).isFalse();
    }

    @Test
    void takesAnIpv6NetworkForOneCustomer() {
        var failed = new FailedLogins(1, clock);
        failed.count(InetAddress.ofLiteral("2001:db8:1:2::1"));
        assertThat(failed.tooMany(InetAddress.ofLiteral("2001:db8:1:2:ffff::9")))
                .isTrue();
        assertThat(failed.tooMany(InetAddress.ofLiteral("2001:db8:1:3::1"))).isFalse();
    }

    @Test
    void endsTheConnectionOfWhoGuesses() throws Exception {
        try (var world = new World()) {
            var config = new SubmissionConfig(List.of(World.ANY), List.of(), "", "", "", true, 10, 1);
            int port = world.open(config);
            try (var program = MailProgram.connect(port)) {
                program.reply();
                program.say("EHLO c");
                assertThat(program.logIn("resend", "guess")).startsWith("535 5.7.8 ");
                assertThat(program.logIn("resend", world.key())).startsWith("421 4.7.0 ");
                assertThat(program.rest()).isEmpty();
            }
        }
    }
}
