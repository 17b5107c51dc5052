package dev.pennypost.delivery.traffic;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.sites.SiteLimits;
import dev.pennypost.delivery.sites.SiteRules;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Notifications;
import dev.pennypost.storage.Transaction;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How much may go to which site, from which of our addresses, by this node.
public final class Traffic implements AutoCloseable {
    /// On which nodes tell each other what operators want of sites.
    private static final String SITES = "pennypost_sites";
    private static final Duration BEAT = Duration.ofSeconds(5);
    /// Three beats. A node that is late keeps its share a little longer than it should, which does no harm.
    private static final Duration ALIVE = Duration.ofSeconds(15);

    /// Others take what a node holds that was not seen for this long.
    private static final Duration DEAD = Duration.ofSeconds(60);
    /// A node that could not say that it lives for this long begins no attempt: others may soon make it.
    private static final Duration OUT_OF_TOUCH = Duration.ofSeconds(30);

    private final Database database;
    private final String node;
    private final InstantSource clock;
    private final SiteRules rules;
    private final Sources sources;
    private final WarmUp warmUp;
    private final int ownServerConnections;
    private final ConcurrentHashMap<ThrottleKey, Throttle> throttles = new ConcurrentHashMap<>();
    private final Map<ThrottleKey, Instant> written = new ConcurrentHashMap<>();
    private final SuspensionStore suspensions = new SuspensionStore();
    private final AllowanceStore allowances = new AllowanceStore();
    private final NodeStore nodeStore = new NodeStore();
    private final AtomicInteger turn = new AtomicInteger();
    private final Loop beat;
    private volatile Nodes nodes;
    private Notifications.@Nullable Subscription word;
    private volatile long beaten;
    private volatile boolean beats;

    /// What is throttled together.
    record ThrottleKey(String site, String source) {}

    /// @param node names this process
    /// @param ownServerConnections to one server of the operator's own
    /// @throws dev.pennypost.config.CannotStart when a setting is wrong
    public Traffic(
            TrafficConfig config, int ownServerConnections, Database database, String node, InstantSource clock) {
        this.database = database;
        this.node = node;
        this.clock = clock;
        this.rules = SiteRules.with(config.siteRules());
        this.sources = Sources.of(config);
        this.warmUp = new WarmUp(config, database);
        this.ownServerConnections = ownServerConnections;
        this.nodes = new Nodes(List.of(node), node);
        this.beat = Loop.named("traffic", BEAT, this::beat);
    }

    /// Makes this node known to the others, and learns what they know.
    public void start() {
        beat();
        beats = true;
        beat.start();
        word = database.notifications().listen(SITES, beat::wake);
    }

    /// Whether the other nodes know that this one lives.
    public boolean isInTouch() {
        return !beats || System.nanoTime() - beaten < OUT_OF_TOUCH.toNanos();
    }

    /// The nodes that died without a word, once for each: what they hold is free.
    public List<String> bury(Transaction tx, Instant now) {
        return nodeStore.bury(tx, node, now.minus(DEAD));
    }

    @Override
    public void close() {
        if (word != null) word.close();
        beat.close();
        database.useTransaction(tx -> nodeStore.leave(tx, node));
    }

    /// The name that a site is counted under: the provider's where all exchangers are one's, else the exchangers'.
    public String site(List<String> exchangers) {
        return rules.provider(exchangers).orElseGet(() -> String.join(",", exchangers));
    }

    /// The same for a server of the operator's own: its provider's where it is one's, else `host:port`.
    public String site(HostPort server) {
        return rules.ownServer(server);
    }

    /// The pool that mail of a domain leaves from. Which domain that is, is asked where it makes a difference.
    public String poolOf(Supplier<DomainName> domain) {
        return sources.poolOf(domain);
    }

    /// The addresses of ours that are set, of all pools.
    public List<InetAddress> ownAddresses() {
        return sources.addresses();
    }

    /// Whether a site turns mail in the clear away.
    public boolean requiresTls(String site) {
        return limits(site).requiresTls();
    }

    /// A way to a site for mail of a domain: an address of the pool whose turn it is, and may; else why not.
    ///
    public Entry enter(String site, String pool, Supplier<DomainName> domain) {
        Instant now = clock.instant();
        var refusals = new ArrayList<Permission>();
        Optional<Way> way = among(sources.in(pool), false, site, domain, now, refusals);
        if (way.isEmpty()) way = among(sources.overflowOf(pool), true, site, domain, now, refusals);
        return way.<Entry>map(Entry.Open::new).orElseGet(() -> new Entry.Closed(earliest(refusals, now)));
    }

    /// A way, or the permission that is missing.
    public sealed interface Entry {
        record Open(Way way) implements Entry {}

        record Closed(Permission permission) implements Entry {}
    }

    /// Whether one more message of a domain may go the way of an open connection today.
    public boolean mayGoOn(Way way, Supplier<DomainName> domain) {
        return warmUp.isOff() || warmUp.take(way.source(), domain.get(), way.overflow(), clock.instant());
    }

    private Optional<Way> among(
            List<Source> candidates,
            boolean overflow,
            String site,
            Supplier<DomainName> domain,
            Instant now,
            List<Permission> refusals) {
        int first = candidates.size() < 2 ? 0 : Math.floorMod(turn.getAndIncrement(), candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            Source source = candidates.get((first + i) % candidates.size());
            Throttle throttle = throttle(site, source, now);
            Permission permission = throttle.open(now);
            if (permission instanceof Permission.Granted
                    && !warmUp.isOff()
                    && !warmUp.take(source, domain.get(), overflow, now)) {
                throttle.closed();
                permission = new Permission.Later(WarmUp.tomorrow(now), Limit.WARM_UP);
            }
            if (permission instanceof Permission.Granted) return Optional.of(new Way(source, throttle, overflow));
            refusals.add(permission);
        }
        return Optional.empty();
    }

    private Throttle throttle(String site, Source source, Instant now) {
        return throttles.computeIfAbsent(new ThrottleKey(site, source.name()), _ -> made(site, now));
    }

    private Throttle made(String site, Instant now) {
        return new Throttle(site, limits(site), (name, limit) -> nodes.of(name, limit), now);
    }

    /// What a site may be asked from one of our addresses, before it is shared among nodes and what it says is heeded.
    public SiteLimits limits(String site) {
        return rules.limits(site, ownServerConnections);
    }

    private static Permission earliest(List<Permission> refusals, Instant now) {
        Permission.Later first = null;
        for (Permission one : refusals) {
            if (!(one instanceof Permission.Later later)) return one;
            if (first == null || later.until().isBefore(first.until())) first = later;
        }
        return first == null ? new Permission.Later(now.plusSeconds(60), Limit.RATE) : first;
    }

    /// How the sites stand that this node has to do with.
    public List<SiteState> states() {
        Instant now = clock.instant();
        return throttles.entrySet().stream()
                .map(entry -> SiteState.of(entry.getKey(), entry.getValue(), now))
                .sorted(SiteState.BY_NAME)
                .toList();
    }

    /// Asks nothing of a site until then, on every node.
    public void suspend(String site, Instant until, String why) {
        var suspension = new Throttle.Suspension(until, why);
        Instant now = clock.instant();
        database.useTransaction(tx -> {
            for (Source source : sources.all())
                suspensions.write(tx, new SuspensionStore.Row(site, source.name(), suspension));
            var facts = Facts.of("until", until).and("reason", why);
            AuditLog.note(tx, null, Action.SITE_SUSPENDED, subject(site), null, facts);
            Notifications.notify(tx, SITES);
        });
        for (Source source : sources.all()) {
            Throttle throttle = throttle(site, source, now);
            throttle.suspend(until, why);
            if (suspension.equals(throttle.suspension(now))) written.put(new ThrottleKey(site, source.name()), until);
        }
    }

    private static Subject subject(String site) {
        return new Subject(Subject.Kind.SITE, site, site);
    }

    /// Ends the suspensions of a site, on every node.
    public void forgive(String site) {
        database.useTransaction(tx -> {
            suspensions.end(tx, site);
            AuditLog.note(tx, null, Action.SITE_FORGIVEN, subject(site));
            Notifications.notify(tx, SITES);
        });
        throttles(site).forEach(Throttle::forgive);
    }

    /// What counts for a site, by each of our addresses.
    List<Throttle> throttles(String site) {
        return throttles.entrySet().stream()
                .filter(entry -> entry.getKey().site().equals(site))
                .map(Map.Entry::getValue)
                .toList();
    }

    boolean beat() {
        Instant now = clock.instant();
        database.useTransaction(tx -> {
            nodeStore.beat(tx, node, now);
            nodes = new Nodes(nodeStore.seen(tx, now.minus(ALIVE)), node);
        });
        beaten = System.nanoTime();
        tellSuspensions(now);
        hearSuspensions(now);
        throttles.values().removeIf(throttle -> throttle.isForgettable(now));
        return false;
    }

    /// Each suspension is written once.
    private void tellSuspensions(Instant now) {
        throttles.forEach((key, throttle) -> {
            var suspension = throttle.suspension(now);
            if (suspension == null || suspension.until().equals(written.get(key))) return;
            database.useTransaction(
                    tx -> suspensions.write(tx, new SuspensionStore.Row(key.site(), key.source(), suspension)));
            written.put(key, suspension.until());
        });
    }

    /// What is no longer in the database has been ended by an operator.
    private void hearSuspensions(Instant now) {
        Map<ThrottleKey, Throttle.Suspension> known = new HashMap<>();
        database.useTransaction(tx -> {
            suspensions.forget(tx, now);
            allowances.forget(tx, LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(2));
            for (var row : suspensions.read(tx, now))
                known.put(new ThrottleKey(row.site(), row.source()), row.suspension());
        });
        written.keySet().removeIf(key -> {
            boolean ended = !known.containsKey(key);
            if (ended && throttles.containsKey(key)) throttles.get(key).forgive();
            return ended;
        });
        known.forEach((key, suspension) -> {
            written.put(key, suspension.until());
            throttles.computeIfAbsent(key, _ -> made(key.site(), now)).suspend(suspension.until(), suspension.why());
        });
    }
}
