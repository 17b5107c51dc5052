package dev.pennypost.requestlog;

import dev.pennypost.jobs.Loop;
import dev.pennypost.metrics.Metric;
import dev.pennypost.requestlog.Redaction.Extent;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// The request log.
public final class RequestLog implements AutoCloseable {
    private static final int WAITING = 4_096;
    private static final int TOGETHER = 512;

    /// With more than this waiting, only the beginnings of bodies are kept: emails are kept elsewhere, and accepting
    /// them comes first.
    private static final int MANY = 256;
    private static final int LONGEST_AGENT = 500;
    private static final int LONGEST_ENDPOINT = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Database database;
    private final RequestLogConfig config;
    private final InstantSource clock;
    private final LogStore store = new LogStore();
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(WAITING);
    private final Counter dropped;
    private final Loop writing = Loop.named("request-log", PAUSE, this::write);
    private final Loop turning = Loop.named("request-log-days", Duration.ofHours(1), this::turn);
    private final Set<LocalDate> open = new HashSet<>();

    public RequestLog(Database database, RequestLogConfig config, MeterRegistry metrics, InstantSource clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
        this.dropped = Metric.REQUESTS_NOT_LOGGED.counter(metrics);
    }

    /// Begins to write down what is noted, and to forget what is old.
    public RequestLog start() {
        if (config.enabled()) writing.start();
        turning.start();
        return this;
    }

    /// Has a request written down, soon and without waiting. Under more load than can be written it is left out.
    public void note(Happened request) {
        if (!config.enabled()) return;
        if (queue.remainingCapacity() == 0
                || !queue.offer(entry(request, queue.size() > MANY ? Extent.SHORT : Extent.USUAL))) dropped.increment();
    }

    /// One page of the team's requests that the filter wants; empty when the cursor is not one of them.
    public Optional<Page<LoggedRequest>> list(TeamId team, LogFilter filter, PageRequest page) {
        return database.inTransaction(tx -> store.page(tx, team, filter, page));
    }

    /// The same for somebody who waits no longer than this: as much of a page as could be found in that time.
    public Optional<LogsFound> search(TeamId team, LogFilter filter, PageRequest page, Duration patience) {
        return database.inTransaction(tx -> store.search(tx, team, filter, page, patience));
    }

    public Optional<LoggedRequest> get(TeamId team, RequestId id) {
        return database.inTransaction(tx -> store.find(tx, team, id));
    }

    /// What a request and its answer said; empty when the team has no such request.
    public Optional<Bodies> bodies(TeamId team, RequestId id) {
        return database.inTransaction(tx -> store.bodies(tx, team, id));
    }

    /// Writes down what was noted, then ends.
    @Override
    public void close() {
        turning.close();
        if (!config.enabled()) return;
        writing.close();
        while (write()) {
            // until nothing is left
        }
    }

    private static Entry entry(Happened happened, Extent extent) {
        Instant at = happened.at().truncatedTo(ChronoUnit.MICROS);
        var request = new LoggedRequest(
                new RequestId(Ids.next(at)),
                happened.team(),
                happened.key(),
                at,
                happened.method(),
                cut(happened.endpoint(), LONGEST_ENDPOINT),
                happened.status(),
                agent(happened.userAgent()));
        return new Entry(
                request,
                new Bodies(
                        Redaction.of(happened.requestBody(), extent), Redaction.of(happened.responseBody(), extent)));
    }

    private static @Nullable String agent(@Nullable String text) {
        return text == null ? null : cut(Redaction.ofText(text), LONGEST_AGENT);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    /// Writes a batch; says whether there may be more.
    private boolean write() {
        var batch = new ArrayList<Entry>(TOGETHER);
        queue.drainTo(batch, TOGETHER);
        if (batch.isEmpty()) return false;
        try {
            batch.stream().map(RequestLog::day).distinct().forEach(this::open);
            database.useTransaction(tx -> store.insert(tx, batch));
        } catch (RuntimeException broken) {
            dropped.increment(batch.size());
            throw broken;
        }
        return batch.size() == TOGETHER;
    }

    private void open(LocalDate day) {
        if (open.contains(day)) return;
        database.useTransaction(tx -> store.open(tx, day));
        open.add(day);
    }

    /// Prepares tomorrow, and drops what is too old.
    private boolean turn() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (LocalDate day : List.of(today, today.plusDays(1))) database.useTransaction(tx -> store.open(tx, day));
        database.useTransaction(tx -> store.drop(tx, today.minusDays(config.keepDays())));
        return false;
    }

    private static LocalDate day(Entry entry) {
        return LocalDate.ofInstant(entry.request().createdAt(), ZoneOffset.UTC);
    }
}
