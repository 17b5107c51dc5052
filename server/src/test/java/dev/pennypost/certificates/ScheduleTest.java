package dev.pennypost.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.testkit.FixedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final DomainName HOST = DomainName.parse("links.acme.test");

    private final FixedClock clock = new FixedClock();

    @Test
    void renewsShortlyBeforeTwoThirdsOfTheLifetimeAreOver() {
        for (int days : new int[] {6, 47, 90, 398}) {
            Instant start = clock.instant();
            Duration lifetime = Duration.ofDays(days);
            Instant twoThirds = start.plus(lifetime.multipliedBy(2).dividedBy(3));
            assertThat(Schedule.renewal(HOST, start, start.plus(lifetime)))
                    .isBetween(twoThirds.minus(lifetime.dividedBy(20)), twoThirds);
        }
    }

    @Test
    void hostsThatCameTogetherAreNotRenewedTogether() {
        Instant start = clock.instant();
        var times = IntStream.range(0, 200)
                .mapToObj(i -> Schedule.renewal(
                        DomainName.parse("links.acme" + i + ".test"), start, start.plus(Duration.ofDays(90))))
                .map(at -> Duration.between(start, at).toHours() / 12)
                .collect(Collectors.toSet());
        assertThat(times).as("half days").hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    void aHostHasTheSamePlaceEveryTime() {
        Instant start = clock.instant();
        Instant end = start.plus(Duration.ofDays(90));
        assertThat(Schedule.renewal(HOST, start, end)).isEqualTo(Schedule.renewal(HOST, start, end));
        assertThat(Schedule.within(HOST, start, end))
                .isBetween(start, end)
                .isEqualTo(Schedule.within(HOST, start, end));
    }

    @Test
    void waitsFromMinutesToADayBetweenFailures() {
        Instant now = clock.instant();
        int[] minutes = {5, 15, 45, 135, 405, 1215, 1440, 1440};
        for (int failures = 1; failures <= minutes.length; failures++) {
            Duration pause = Duration.ofMinutes(minutes[failures - 1]);
            assertThat(Schedule.retry(HOST, failures, now))
                    .as("failure %d", failures)
                    .isBetween(now.plus(pause), now.plus(pause).plus(pause.dividedBy(10)));
        }
        assertThat(Schedule.retry(HOST, Integer.MAX_VALUE, now)).isBefore(now.plus(Duration.ofHours(27)));
    }

    @Test
    void waitsAsLongAsTheAuthoritySays() {
        Instant now = clock.instant();
        var aMoment = new CertificateProblem.RateLimited("slow down", now.plusSeconds(10));
        var aWeek = new CertificateProblem.RateLimited("slow down", now.plus(Duration.ofDays(7)));
        assertThat(Schedule.retry(HOST, 1, now, aMoment)).isEqualTo(Schedule.retry(HOST, 1, now));
        assertThat(Schedule.retry(HOST, 1, now, aWeek)).isEqualTo(aWeek.until());
    }
}
