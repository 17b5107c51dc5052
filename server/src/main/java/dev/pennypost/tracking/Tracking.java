package dev.pennypost.tracking;

import dev.pennypost.domains.SendingDomain;
import dev.pennypost.emails.Email;
import dev.pennypost.emails.EmailId;
import dev.pennypost.emails.Tracked;
import dev.pennypost.emails.Tracker;
import dev.pennypost.emails.TrackingWish;
import dev.pennypost.jobs.Loop;
import dev.pennypost.metrics.Metric;
import dev.pennypost.secrets.Seal;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.GroupCommit;
import dev.pennypost.teams.TeamId;
import dev.pennypost.tracking.links.Places;
import dev.pennypost.tracking.links.Token;
import dev.pennypost.tracking.visitors.VisitorRules;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Tracks emails and takes the visits that come of it.
public final class Tracking implements Tracker, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Tracking.class.getName());
    /// Visits that wait to be written down; more are lost, lest a database that is down cost the memory.
    private static final int WAITING = 20_000;

    private static final Duration FINISH_WITHIN = Duration.ofSeconds(5);

    private final Database database;
    private final TrackingConfig config;
    private final LinkHosts hosts;
    private final UnaryOperator<String> path;
    private final Seal seal;
    private final MeterRegistry metrics;
    private final VisitDays days;
    private final VisitStore store = new VisitStore();
    private final GroupCommit<Visits.Seen> writing;
    private final Semaphore room = new Semaphore(WAITING);

    /// @param seal proves that links are ours
    /// @param path of the page of a link, by its token
    /// @throws dev.pennypost.config.CannotStart when a setting makes no sense
    public Tracking(
            Database database,
            TrackingConfig config,
            LinkHosts hosts,
            Seal seal,
            UnaryOperator<String> path,
            MeterRegistry metrics,
            InstantSource clock) {
        config.check();
        this.database = database;
        this.config = config;
        this.hosts = hosts;
        this.seal = seal;
        this.path = path;
        this.metrics = metrics;
        this.days = new VisitDays(database, config.daysKept(), clock);
        var visits = new Visits(VisitorRules.with(config.visitorRules()), config.privacy(), metrics);
        this.writing = new GroupCommit<>("visits", database, visits::write);
    }

    /// What an email asks for goes before what its domain does, both ways; neither does anything while links of the
    /// domain have nowhere to lead.
    @Override
    public Optional<Tracked> decide(SendingDomain sender, TrackingWish wish, String html) {
        boolean opens =
                Objects.requireNonNullElse(wish.opens(), sender.tracking().opens());
        boolean clicks =
                Objects.requireNonNullElse(wish.clicks(), sender.tracking().clicks()) && mayHaveLinks(html);
        if ((!opens && !clicks) || html.length() > Places.LARGEST) return Optional.empty();
        return origin(sender).map(origin -> new Tracked(origin, opens, clicks, config.honeypot()));
    }

    private static boolean mayHaveLinks(String html) {
        return html.contains("http") || html.contains("HTTP");
    }

    private Optional<String> origin(SendingDomain sender) {
        return Optional.ofNullable(sender.tracking().host())
                .flatMap(hosts::origin)
                .or(this::shared);
    }

    private Optional<String> shared() {
        return config.baseUrl().isEmpty() ? Optional.empty() : Optional.of(config.baseUrl());
    }

    @Override
    public Copies copies(Email email, String html, Tracked tracked) {
        return new Marking(email, html, tracked, token -> path.apply(token.sealed(seal)));
    }

    /// Reads a link back; empty when it is not one of ours. Asks no database.
    public Optional<Token> open(String text) {
        return Token.open(text, seal);
    }

    /// Takes note of a visit, and lets nobody wait for it: a moment later it is written down together with others.
    /// While
    /// the database is away visits are lost, and counted.
    public void visited(Token token, Visitor visitor) {
        if (!room.tryAcquire()) {
            lost(null);
            return;
        }
        Thread.ofVirtual().name("visit").start(() -> {
            try {
                write(new Visits.Seen(token, visitor));
            } catch (RuntimeException broken) {
                lost(broken);
            } finally {
                room.release();
            }
        });
    }

    private void write(Visits.Seen seen) {
        if (days.prepare(seen.token().email())) writing.commit(seen);
        else Metric.VISITS.counter(metrics, "old").increment();
    }

    private void lost(@Nullable RuntimeException broken) {
        Metric.VISITS.counter(metrics, "lost").increment();
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "a visit could not be written down: " + (broken == null ? "too many wait" : broken));
    }

    /// The visits of an email, machines' too, oldest first.
    public List<Visit> visits(TeamId team, EmailId email) {
        return database.inTransaction(
                tx -> store.of(tx, team, List.of(email.value())).getOrDefault(email.value(), List.of()));
    }

    /// Makes room for the visits of the days to come, and drops those that are too old. To be started once.
    public Loop turning() {
        return days.turning();
    }

    /// Waits for the visits that are being written down.
    @Override
    public void close() {
        try {
            boolean _ = room.tryAcquire(WAITING, FINISH_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        writing.close();
    }
}
