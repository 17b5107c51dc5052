package dev.pennypost.streams;

import dev.pennypost.jobs.Loop;
import dev.pennypost.metrics.Metric;
import dev.pennypost.storage.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// How far behind streams are: the age of the oldest event that waits. Read in the background, for metrics
/// are asked when the database may be slow.
final class Lag implements AutoCloseable {
    private final Database database;
    private final InstantSource clock;
    private final StreamMessageStore store = new StreamMessageStore();
    private final Loop loop = Loop.named("event-stream-lag", Duration.ofSeconds(15), this::read);
    private volatile @Nullable Instant oldest;

    Lag(Database database, MeterRegistry metrics, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        Metric.EVENT_STREAM_LAG.gauge(metrics, this::seconds);
    }

    void start() {
        loop.start();
    }

    @Override
    public void close() {
        loop.close();
    }

    boolean read() {
        oldest = database.inTransaction(store::oldestWaiting).orElse(null);
        return false;
    }

    double seconds() {
        Instant since = oldest;
        return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }
}
