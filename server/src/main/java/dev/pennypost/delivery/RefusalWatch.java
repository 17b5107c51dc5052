package dev.pennypost.delivery;

import dev.pennypost.delivery.replies.ReplyCategory;
import dev.pennypost.delivery.replies.ReplyReading;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.metrics.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Counts refusals by category, and tells the operator of those that only he can do something about: at most once an
/// hour for each category, and without saying whom the mail was for.
final class RefusalWatch {
    private static final System.Logger LOG = System.getLogger(RefusalWatch.class.getName());
    private static final Duration PAUSE = Duration.ofHours(1);

    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final Map<ReplyCategory, Instant> toldAt = new ConcurrentHashMap<>();

    RefusalWatch(MeterRegistry metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    void see(@Nullable String host, Outcome outcome) {
        ReplyReading reading = outcome.reading();
        Reply reply = reply(outcome);
        if (reading == null || reply == null) return;
        Metric.DELIVERY_REFUSALS.counter(metrics, reading.category().label()).increment();
        if (isOperators(reading.category()) && isTime(reading.category()))
            LOG.log(System.Logger.Level.WARNING, () -> sentence(host, reply, reading));
    }

    private static boolean isOperators(ReplyCategory category) {
        return category == ReplyCategory.REVERSE_DNS || category == ReplyCategory.REPUTATION;
    }

    /// Says so to one of those who ask at the same time.
    private boolean isTime(ReplyCategory category) {
        Instant now = clock.instant();
        Instant before = toldAt.putIfAbsent(category, now);
        if (before == null) return true;
        return !now.isBefore(before.plus(PAUSE)) && toldAt.replace(category, before, now);
    }

    private static String sentence(@Nullable String host, Reply reply, ReplyReading reading) {
        String codes = reply.enhanced().map(code -> reply.code() + " " + code).orElse("" + reply.code());
        return Optional.ofNullable(host).orElse("a server") + " refuses our mail ("
                + reading.category().label() + "): " + codes + ", rule " + reading.rule() + ". "
                + reading.category().meaning();
    }

    private static @Nullable Reply reply(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered _ -> null;
            case Outcome.Deferred deferred -> deferred.reply();
            case Outcome.Bounced bounced -> bounced.reply();
        };
    }
}
