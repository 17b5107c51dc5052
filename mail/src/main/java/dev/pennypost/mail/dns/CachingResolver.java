package dev.pennypost.mail.dns;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Remembers the answers of another resolver for as long as their TTL allows, and forgets the longest unused when
/// full. For delivery, where the same question comes again and again; checking what somebody just published must go
/// around it.
public final class CachingResolver implements Resolver {
    private final Resolver source;
    private final InstantSource clock;
    private final Limits limits;
    private final Map<Question, Kept> kept;

    private record Question(DomainName name, RecordType type) {}

    private record Kept(Answer answer, Instant until) {}

    /// How long and how much is remembered.
    ///
    /// @param shortest an answer is kept at least so long, even if its TTL is zero
    /// @param longest records are kept at most so long
    /// @param longestNegative NODATA and NXDOMAIN are kept at most so long (RFC 2308 §5 allows three hours)
    /// @param failed how long a failure is kept: seconds, so that a burst of mail does not ask a dead server again
    /// @param entries how many answers are kept
    public record Limits(Duration shortest, Duration longest, Duration longestNegative, Duration failed, int entries) {
        private static final Duration LONGEST_FAILED = Duration.ofSeconds(30);

        public static final Limits DEFAULT = new Limits(
                Duration.ofSeconds(5), Duration.ofHours(24), Duration.ofMinutes(15), Duration.ofSeconds(3), 100_000);

        public Limits {
            if (shortest.compareTo(longest) > 0 || shortest.compareTo(longestNegative) > 0)
                throw new IllegalArgumentException("the shortest time to keep is longer than the longest");
            if (failed.compareTo(LONGEST_FAILED) > 0)
                throw new IllegalArgumentException("a failure may be kept for a few seconds only");
            if (entries < 1) throw new IllegalArgumentException("room for " + entries + " answers");
        }
    }

    public CachingResolver(Resolver source, InstantSource clock) {
        this(source, clock, Limits.DEFAULT);
    }

    public CachingResolver(Resolver source, InstantSource clock, Limits limits) {
        this.source = source;
        this.clock = clock;
        this.limits = limits;
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Question, Kept> eldest) {
                return size() > limits.entries();
            }
        };
    }

    @Override
    public Answer ask(DomainName name, RecordType type) {
        var question = new Question(name, type);
        Instant now = clock.instant();
        Kept hit = recall(question);
        if (hit != null && now.isBefore(hit.until())) return aged(hit, now);

        Answer answer = source.ask(name, type); // outside the lock: others need not wait for this name
        Duration keep = timeToKeep(answer);
        if (keep.isPositive())
            remember(question, new Kept(answer, clock.instant().plus(keep)));
        return answer;
    }

    private @Nullable Kept recall(Question question) {
        synchronized (kept) {
            return kept.get(question);
        }
    }

    private void remember(Question question, Kept answer) {
        synchronized (kept) {
            kept.put(question, answer);
        }
    }

    private Duration timeToKeep(Answer answer) {
        return switch (answer) {
            case Answer.Records(var _, var ttl, var _, var _) -> clamp(ttl, limits.longest());
            case Answer.NoData(var ttl) -> clamp(orZero(ttl), limits.longestNegative());
            case Answer.NoSuchName(var ttl) -> clamp(orZero(ttl), limits.longestNegative());
            case Answer.Failed _ -> limits.failed();
        };
    }

    /// Hands on the time that is left, so that whoever keeps the answer further does not add to its life.
    private static Answer aged(Kept hit, Instant now) {
        Duration left = Duration.between(now, hit.until());
        return switch (hit.answer()) {
            case Answer.Records(var records, var ttl, var authenticated, var canonical) ->
                new Answer.Records(records, smaller(ttl, left), authenticated, canonical);
            case Answer.NoData(var ttl) -> new Answer.NoData(ttl == null ? null : smaller(ttl, left));
            case Answer.NoSuchName(var ttl) -> new Answer.NoSuchName(ttl == null ? null : smaller(ttl, left));
            case Answer.Failed failed -> failed;
        };
    }

    private Duration clamp(Duration ttl, Duration longest) {
        Duration atLeast = ttl.compareTo(limits.shortest()) < 0 ? limits.shortest() : ttl;
        return smaller(atLeast, longest);
    }

    private static Duration smaller(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration orZero(@Nullable Duration ttl) {
        return ttl == null ? Duration.ZERO : ttl;
    }
}
