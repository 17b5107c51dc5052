package dev.pennypost.submission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/// Counts failed logins by where they come from: an IPv4 address, or the /64 network that one IPv6 customer
/// has.
final class FailedLogins {
    static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int PLACES = 100_000;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 4_000;

    private final int most;
    private final Cache<String, Integer> counts;

    /// @param most that are answered; 0 for no limit
    FailedLogins(int most, InstantSource clock) {
        this.most = most;
        this.counts = Caffeine.newBuilder()
                .maximumSize(PLACES)
                .expireAfterWrite(REMEMBERED)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    boolean tooMany(InetAddress from) {
        return most > 0 && counts.asMap().getOrDefault(place(from), 0) >= most;
    }

    /// Counts one, and says how long to keep whoever it was waiting: twice as long each time, up to four
    /// seconds; not at all where there is no limit.
    Duration count(InetAddress from) {
        if (most == 0) return Duration.ZERO;
        int failures = counts.asMap().merge(place(from), 1, Integer::sum);
        return Duration.ofMillis(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures - 1, 10)));
    }

    private static String place(InetAddress address) {
        byte[] octets = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(octets, 8) : octets);
    }
}
