package dev.pennypost.certificates;

import dev.pennypost.mail.dns.DomainName;
import java.time.Duration;
import java.time.Instant;

/// When a host is looked after next. Hosts that came together drift apart: each has its own place in every
/// span, by its name.
final class Schedule {
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
    private static final int GROWTH = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private Schedule() {}

    /// Up to a twentieth of the lifetime before two thirds of it are over.
    static Instant renewal(DomainName host, Instant notBefore, Instant notAfter) {
        Duration lifetime = Duration.between(notBefore, notAfter);
        Instant latest = notBefore.plus(lifetime.multipliedBy(2).dividedBy(3));
        return latest.minus(part(host, lifetime.dividedBy(20)));
    }

    /// RFC 9773 §4.2: a time within the window that the authority suggests.
    static Instant within(DomainName host, Instant start, Instant end) {
        return start.plus(part(host, Duration.between(start, end)));
    }

    /// Five minutes after the first failure, three times as long after each further one, a day at most; up to
    /// a tenth is added.
    ///
    /// @param failures in a row, the present one counted
    static Instant retry(DomainName host, int failures, Instant now) {
        Duration pause = FIRST_PAUSE;
        for (int i = 1; i < failures && pause.compareTo(LONGEST_PAUSE) < 0; i++) pause = pause.multipliedBy(GROWTH);
        if (pause.compareTo(LONGEST_PAUSE) > 0) pause = LONGEST_PAUSE;
        return now.plus(pause).plus(part(host, pause.dividedBy(10)));
    }

    /// The same, but not before the authority wants to hear of us again.
    static Instant retry(DomainName host, int failures, Instant now, CertificateProblem problem) {
        Instant ours = retry(host, failures, now);
        return problem instanceof CertificateProblem.RateLimited(var _, Instant until) && until.isAfter(ours)
                ? until
                : ours;
    }

    private static Duration part(DomainName host, Duration span) {
        return Duration.ofMillis((long) (span.toMillis() * share(host)));
    }

    /// From 0 to 1, always the same for a name.
    private static double share(DomainName host) {
        // the last bits of a hash of texts that differ in one letter differ little, the first not at all
        int spread = host.ascii().hashCode() * 0x9e3779b9;
        return (spread >>> 8) / (double) (1 << 24);
    }
}
