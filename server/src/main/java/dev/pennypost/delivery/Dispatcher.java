package dev.pennypost.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Hands deliveries to the sites they go to. A site is what shares connections: one destination under one demand for
/// TLS. Each site keeps as many runners as it has use for, each a virtual thread with one SMTP session.
final class Dispatcher {
    /// Within the patience of whoever stops the process; what takes longer is released by the next start.
    private static final Duration FINISH_WITHIN = Duration.ofSeconds(5);

    private final Attempts attempts;
    private final Consumer<Settlement> settle;
    private final Predicate<Queued> isStale;
    private final Consumer<Queued> giveBack;
    private final ConcurrentHashMap<SiteKey, Site> sites = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /// @param isStale whether a delivery has waited too long to be attempted under its lease
    /// @param giveBack returns such a delivery to the queue
    Dispatcher(Attempts attempts, Consumer<Settlement> settle, Predicate<Queued> isStale, Consumer<Queued> giveBack) {
        this.attempts = attempts;
        this.settle = settle;
        this.isStale = isStale;
        this.giveBack = giveBack;
    }

    void dispatch(Queued queued) {
        SiteKey key = attempts.siteOf(queued.delivery());
        // Adding inside compute keeps a site from being forgotten between finding it and adding to it.
        sites.compute(key, (_, known) -> {
            Site site = known == null ? new Site(key, attempts.connectionsPerSite(), this::startRunner) : known;
            site.add(queued);
            return site;
        });
    }

    /// Stops handing out work, gives attempts in progress time to finish, and returns what was never attempted.
    List<Delivery> close() {
        stopping = true;
        var left = new ArrayList<Delivery>();
        sites.values().forEach(site -> left.addAll(site.stop()));
        long deadline = System.nanoTime() + FINISH_WITHIN.toNanos();
        for (Site site : sites.values()) site.awaitRunners(deadline - System.nanoTime());
        return left;
    }

    private void startRunner(Site site) {
        Thread.ofVirtual().name("site-" + site.key().destination()).start(() -> run(site));
    }

    private void run(Site site) {
        try (SiteConnection connection = attempts.connectionTo(site.key())) {
            for (Queued next = site.next(); next != null; next = site.next()) {
                if (isStale.test(next)) giveBack.accept(next);
                else settle.accept(attempts.attempt(next, connection));
            }
        }
        if (!stopping) sites.computeIfPresent(site.key(), (_, known) -> known.isIdle() ? null : known);
    }
}
