package dev.pennypost.delivery;

import dev.pennypost.delivery.traffic.Limit;
import dev.pennypost.delivery.traffic.Permission;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Hands deliveries to the sites they go to. Deliveries to a domain whose servers are not known wait until DNS has told
/// them. Each site keeps as many runners as it has use for, each a virtual thread with one SMTP session.
final class Dispatcher {
    /// Within the patience of whoever stops the process; what takes longer is released by the next start.
    private static final Duration FINISH_WITHIN = Duration.ofSeconds(5);
    private static final Duration PULSE = Duration.ofMillis(250);
    /// A site that is not to be asked for longer than this gives its deliveries back to the database.
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int LOOKUPS = 128;

    private final Attempts attempts;
    private final Desk desk;
    private final InstantSource clock;
    private final ConcurrentHashMap<SiteKey, Site> sites = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<DomainName, List<Queued>> lobby = new ConcurrentHashMap<>();
    private final Semaphore lookups = new Semaphore(LOOKUPS);
    private final Loop pulse = Loop.named("sites", PULSE, this::pulse);
    private volatile boolean stopping;

    /// What becomes of deliveries that leave the dispatcher.
    interface Desk {
        void settle(Settlement settlement);

        /// Returns deliveries to the queue that were not attempted.
        void giveBack(List<Queued> unattempted);

        /// Returns deliveries to the queue whose site is not to be asked before a time.
        ///
        /// @param site the name it is counted under
        void postpone(List<Queued> unattempted, String site, Instant until, WaitReason why);

        /// Returns deliveries to the queue for which there is no room, because their site has enough to do.
        ///
        /// @param site the name it is counted under
        void crowdOut(List<Site.Later> later, String site);

        /// How much room in memory a team has left.
        int roomLeft(TeamId team);

        /// Whether an operator has paused a delivery that goes to this site.
        boolean isHeld(Queued queued, String site);

        /// Puts deliveries aside that are paused.
        void hold(List<Queued> held, String site);

        /// Whether a delivery has waited too long to be attempted under its lease.
        boolean isStale(Queued queued);
    }

    Dispatcher(Attempts attempts, Desk desk, InstantSource clock) {
        this.attempts = attempts;
        this.desk = desk;
        this.clock = clock;
    }

    void start() {
        pulse.start();
    }

    /// Those that stand behind each other and go to the same site are handed to it together.
    void dispatch(List<Queued> all) {
        var together = new ArrayList<Queued>();
        var unknown = new LinkedHashMap<DomainName, List<Queued>>();
        SiteKey site = null;
        for (Queued queued : all) {
            SiteKey next = attempts.knownSite(queued.delivery());
            if (site != null && !site.equals(next)) {
                add(site, together);
                together.clear();
            }
            site = next;
            if (next == null) {
                DomainName domain = queued.delivery().recipient().domain();
                unknown.computeIfAbsent(domain, _ -> new ArrayList<>()).add(queued);
            } else together.add(queued);
        }
        if (site != null) add(site, together);
        // All at once, lest the first recipient of a message be located and gone before the next stands in line.
        unknown.forEach(this::await);
    }

    private void add(SiteKey key, List<Queued> all) {
        List<Queued> going = notHeld(key, all);
        if (going.isEmpty()) return;
        var later = new ArrayList<Site.Later>();
        Site site = put(key, going, later);
        if (!later.isEmpty()) desk.crowdOut(later, key.site());
        // Whoever pauses says so first and then withdraws; what came in between is seen here.
        if (going.stream().anyMatch(queued -> desk.isHeld(queued, key.site()))) holdBack(site);
    }

    private List<Queued> notHeld(SiteKey key, List<Queued> all) {
        List<Queued> held =
                all.stream().filter(queued -> desk.isHeld(queued, key.site())).toList();
        if (held.isEmpty()) return all;
        desk.hold(held, key.site());
        return all.stream().filter(queued -> !held.contains(queued)).toList();
    }

    /// @param later gets what there is no room for
    private Site put(SiteKey key, List<Queued> all, List<Site.Later> later) {
        // Adding inside compute keeps a site from being forgotten between finding it and adding to it.
        return sites.compute(key, (_, known) -> {
            Site site = known == null ? new Site(key, attempts.connectionsPerSite(), this::startRunner) : known;
            later.addAll(site.add(all, desk::roomLeft, clock.instant()));
            return site;
        });
    }

    /// The first that waits for a domain has it looked for; the others come along.
    private void await(DomainName domain, List<Queued> all) {
        lobby.compute(domain, (_, waiting) -> {
            if (waiting != null) {
                waiting.addAll(all);
                return waiting;
            }
            Thread.ofVirtual().name("route-" + domain).start(() -> locate(domain));
            return all;
        });
    }

    private void locate(DomainName domain) {
        lookups.acquireUninterruptibly();
        try {
            // One lookup; what is found is known then.
            List<Queued> first = lobby.getOrDefault(domain, List.of());
            if (!first.isEmpty()) attempts.locate(first.getFirst());
        } catch (RuntimeException broken) {
            System.getLogger(Dispatcher.class.getName())
                    .log(System.Logger.Level.ERROR, "the servers of " + domain + " could not be looked for", broken);
        } finally {
            lookups.release();
            List<Queued> waiting = lobby.remove(domain);
            if (waiting != null) goOn(waiting);
        }
    }

    private void goOn(List<Queued> waiting) {
        var sites = new LinkedHashMap<SiteKey, List<Queued>>();
        for (Queued queued : waiting) {
            switch (attempts.locate(queued)) {
                case Attempts.Located.At(SiteKey site) ->
                    sites.computeIfAbsent(site, _ -> new ArrayList<>()).add(queued);
                case Attempts.Located.Lost(Settlement settlement) -> desk.settle(settlement);
            }
        }
        sites.forEach(this::add);
    }

    /// Puts aside what waits for its turn and is paused; what is being attempted goes on.
    int holdBack() {
        int count = 0;
        for (Site site : sites.values()) count += holdBack(site);
        return count;
    }

    private int holdBack(Site site) {
        String name = site.key().site();
        List<Queued> held = site.removeIf(queued -> desk.isHeld(queued, name));
        if (!held.isEmpty()) desk.hold(held, name);
        return held.size();
    }

    /// Has sites of a name asked again at once that rest.
    void rouse(String site) {
        for (Site one : sites.values()) if (one.key().site().equals(site)) one.rouse();
    }

    /// How many wait for their turn, by the name of their site.
    Map<String, Integer> waiting() {
        var bySite = new TreeMap<String, Integer>();
        for (Site site : sites.values()) {
            int size = site.size();
            if (size > 0) bySite.merge(site.key().site(), size, Integer::sum);
        }
        return bySite;
    }

    /// Stops handing out work, gives attempts in progress time to finish, and returns what was never attempted.
    List<Delivery> close() {
        stopping = true;
        pulse.close();
        var left = new ArrayList<Delivery>();
        lobby.values().forEach(waiting -> waiting.forEach(queued -> left.add(queued.delivery())));
        sites.values().forEach(site -> left.addAll(site.stop()));
        long deadline = System.nanoTime() + FINISH_WITHIN.toNanos();
        for (Site site : sites.values()) site.awaitRunners(deadline - System.nanoTime());
        return left;
    }

    private boolean pulse() {
        Instant now = clock.instant();
        for (Site site : sites.values()) {
            site.pulse(now);
            if (site.isIdle()) sites.computeIfPresent(site.key(), (_, known) -> known.isIdle() ? null : known);
        }
        return false;
    }

    private void startRunner(Site site) {
        Thread.ofVirtual().name("site-" + site.key().destination()).start(() -> run(site));
    }

    private void run(Site site) {
        try (SiteConnection connection = attempts.connectionTo(site.key())) {
            for (var alike = site.next(); !alike.isEmpty(); alike = site.next()) {
                if (desk.isStale(alike.getFirst())) {
                    desk.giveBack(alike);
                    continue;
                }
                switch (attempts.attempt(alike, connection)) {
                    case Attempted.Settled(List<Settlement> settlements, List<Queued> again) -> {
                        putBack(site, again);
                        settlements.forEach(desk::settle);
                    }
                    case Attempted.NotNow(Permission missing) -> {
                        putBack(site, alike);
                        rest(site, missing);
                        return;
                    }
                }
            }
        }
        if (!stopping) sites.computeIfPresent(site.key(), (_, known) -> known.isIdle() ? null : known);
    }

    /// What a runner had while somebody paused it was not there to be withdrawn.
    private void putBack(Site site, List<Queued> taken) {
        site.putBack(taken);
        if (taken.stream().anyMatch(queued -> desk.isHeld(queued, site.key().site()))) holdBack(site);
    }

    private void rest(Site site, Permission missing) {
        Instant now = clock.instant();
        if (!(missing instanceof Permission.Later(Instant until, Limit limit))) {
            site.rest(now.plus(PULSE));
            return;
        }
        if (until.isAfter(now.plus(LONG))) {
            List<Queued> waiting = site.removeIf(_ -> true);
            if (!waiting.isEmpty()) desk.postpone(waiting, site.key().site(), until, WaitReason.of(limit));
        }
        // What comes meanwhile waits no longer than this, should the reason be gone before its time.
        site.rest(until.isAfter(now.plus(LONG)) ? now.plus(LONG) : until);
    }
}
