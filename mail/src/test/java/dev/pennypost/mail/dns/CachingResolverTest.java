package dev.pennypost.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachingResolverTest {
    private static final DomainName NAME = new DomainName("example.test");

    private final List<DomainName> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private Answer next = records(Duration.ofMinutes(5));
    private final Resolver resolver = caching(CachingResolver.Limits.DEFAULT);

    private CachingResolver caching(CachingResolver.Limits limits) {
        return new CachingResolver(
                (name, _) -> {
                    asked.add(name);
                    return next;
                },
                () -> now,
                limits);
    }

    private static Answer records(Duration ttl) {
        return new Answer.Records(List.of(new DnsRecord.Txt("x")), ttl, true);
    }

    @Test
    void remembersAnAnswerForItsTtl() {
        assertKept(records(Duration.ofMinutes(5)), Duration.ofMinutes(5));
        assertKept(new Answer.NoData(Duration.ofSeconds(90)), Duration.ofSeconds(90));
        assertKept(new Answer.NoSuchName(Duration.ofSeconds(90)), Duration.ofSeconds(90));
    }

    @Test
    void keepsWithinItsLimits() {
        assertKept(records(Duration.ZERO), Duration.ofSeconds(5));
        assertKept(records(Duration.ofDays(30)), Duration.ofDays(1));
        assertKept(new Answer.NoData(Duration.ofDays(1)), Duration.ofMinutes(15));
        assertKept(new Answer.NoSuchName(null), Duration.ofSeconds(5));
    }

    @Test
    void forgetsFailuresWithinSeconds() {
        assertKept(new Answer.Failed("SERVFAIL"), Duration.ofSeconds(3));
    }

    @Test
    void handsOnTheTimeThatIsLeft() {
        resolver.ask(NAME, RecordType.TXT);
        now = now.plusSeconds(60);
        assertThat(resolver.ask(NAME, RecordType.TXT)).isEqualTo(records(Duration.ofMinutes(4)));
        assertThat(asked).hasSize(1);
    }

    @Test
    void tellsTypesApart() {
        resolver.ask(NAME, RecordType.TXT);
        resolver.ask(NAME, RecordType.MX);
        assertThat(asked).hasSize(2);
    }

    @Test
    void forgetsTheLongestUnusedWhenFull() {
        var seconds = Duration.ofSeconds(3);
        var small = caching(new CachingResolver.Limits(seconds, Duration.ofDays(1), Duration.ofDays(1), seconds, 2));
        var names = List.of(NAME.child("a"), NAME.child("b"), NAME.child("c"));
        small.ask(names.get(0), RecordType.TXT);
        small.ask(names.get(1), RecordType.TXT);
        small.ask(names.get(0), RecordType.TXT);
        small.ask(names.get(2), RecordType.TXT); // pushes b out
        small.ask(names.get(0), RecordType.TXT);
        small.ask(names.get(1), RecordType.TXT);
        assertThat(asked).containsExactly(names.get(0), names.get(1), names.get(2), names.get(1));
    }

    @Test
    void refusesToKeepFailuresForLong() {
        var day = Duration.ofDays(1);
        assertThatThrownBy(() -> new CachingResolver.Limits(Duration.ZERO, day, day, Duration.ofMinutes(5), 10))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertKept(Answer answer, Duration time) {
        asked.clear();
        now = now.plus(Duration.ofDays(2));
        next = answer;
        resolver.ask(NAME, RecordType.TXT);
        now = now.plus(time).minusMillis(1);
        resolver.ask(NAME, RecordType.TXT);
        assertThat(asked).hasSize(1);
        now = now.plusMillis(1);
        resolver.ask(NAME, RecordType.TXT);
        assertThat(asked).hasSize(2);
    }
}
