package dev.pennypost.delivery;

import dev.pennypost.delivery.DeliveryStore.Line;
import dev.pennypost.delivery.DeliveryStore.Taken;
import dev.pennypost.delivery.DeliveryStore.Turn;
import dev.pennypost.delivery.traffic.Traffic;
import dev.pennypost.jobs.Loop;
import dev.pennypost.metrics.Metric;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Notifications;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The queue. A delivery is a row from the transaction that accepts its email on; what has just been accepted goes to
/// a worker from memory, and the database is read back only for retries, overflow and restarts.
///
/// A delivery is leased while it is in memory. When this process dies, its next start releases what it held; when the
/// machine is gone, the lease ends by itself. Between the remote's `250` and the settlement lies the one moment in
/// which dying makes a duplicate.
public final class Deliveries implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());
    private static final int ROOM = 10_000;
    private static final int TAKE_AT_MOST = 1_000;
    /// Taking costs a transaction: with less room than this it waits for more.
    private static final int TAKE_AT_LEAST = 500;
    /// What a site puts off comes back a little apart.
    private static final double SPREAD = 0.1;
    /// Longer than any attempt: RFC 5321 §4.5.3.2.6 alone allows ten minutes for the reply to the final dot.
    private static final Duration LEASE = Duration.ofMinutes(30);
    /// What has waited longer in memory goes back: an attempt begun later could outlast the lease.
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /// On which nodes tell each other that there is something to take.
    private static final String DUE = "pennypost_due";
    /// Commits that carry a word wait for each other; who is not told looks within a second all the same.
    private static final Duration TOLD_EVERY = Duration.ofSeconds(1);

    private final Database database;
    private final LetterSource letters;
    private final SettlementListener listener;
    private final InstantSource clock;
    private final DeliveryStore store;
    private final Attempts attempts;
    private final Traffic traffic;
    private final RandomGenerator random;
    private final Room room = new Room(ROOM);
    private final Dispatcher dispatcher;
    private final AttemptDays days;
    private final Settler settler;
    private final Loop due;
    private final ConcurrentLinkedQueue<Crowded> crowded = new ConcurrentLinkedQueue<>();
    private final Loop makeRoom;
    private final AtomicLong told = new AtomicLong(System.nanoTime() - TOLD_EVERY.toNanos());
    private volatile Holds holds = Holds.NONE;
    private volatile boolean works;
    private Notifications.@Nullable Subscription word;

    /// @param node names this process over restarts; two running processes must not share it
    public Deliveries(
            Database database,
            String node,
            LetterSource letters,
            SettlementListener listener,
            Attempts attempts,
            Traffic traffic,
            MeterRegistry metrics,
            InstantSource clock,
            RandomGenerator random) {
        this.database = database;
        this.attempts = attempts;
        this.traffic = traffic;
        this.random = random;
        this.letters = letters;
        this.listener = listener;
        this.clock = clock;
        this.store = new DeliveryStore(node, LEASE);
        this.days = new AttemptDays(database, attempts.keepDays(), clock);
        this.settler = new Settler(database, store, days, listener, metrics, this::settled);
        this.dispatcher = new Dispatcher(attempts, new AtHand(), clock);
        Metric.DELIVERIES_IN_MEMORY.gauge(metrics, room::used);
        this.due = Loop.named("deliveries-due", Duration.ofSeconds(1), this::takeDue);
        this.makeRoom = Loop.named("deliveries-room", Duration.ofSeconds(1), this::makeRoom);
    }

    /// Takes back what an earlier run of this node held and begins to work.
    public void start() {
        database.useTransaction(tx -> store.releaseOwn(tx, clock.instant()));
        traffic.start();
        days.start();
        settler.start();
        dispatcher.start();
        due.start();
        makeRoom.start();
        word = database.notifications().listen(DUE, due::wake);
        works = true;
    }

    /// Has operators' pauses heeded from now on.
    public void heed(Holds paused) {
        holds = paused;
    }

    /// Puts aside what is in memory and paused; what is being attempted goes on. Returns how many.
    public int holdBack() {
        return holds.isEmpty() ? 0 : dispatcher.holdBack();
    }

    /// Has a site asked again at once that is left alone for a while; it is asked as much as it may be.
    public void rouse(String site) {
        dispatcher.rouse(site);
    }

    /// Looks for what is due now, rather than within a second.
    public void wake() {
        due.wake();
    }

    /// Has every node look for what is due, once the transaction has committed.
    public static void wakeAll(Transaction tx) {
        Notifications.notify(tx, DUE);
    }

    /// How many deliveries wait for their turn in the memory of this node, by the name of their site.
    public Map<String, Integer> waitingInMemory() {
        return dispatcher.waiting();
    }

    /// Puts deliveries into the queue, in the transaction that accepts their emails. While there is room in memory they
    /// go to a worker as soon as it has committed; else they wait in the database for their turn.
    public void enqueue(Transaction tx, List<Queued> accepted) {
        var inMemory = new ArrayList<Queued>();
        var later = new ArrayList<Delivery>();
        byTeam(notHeld(tx, accepted)).forEach((team, all) -> {
            if (works && room.take(team, all.size())) {
                tx.onRollback(() -> room.release(team, all.size()));
                inMemory.addAll(all);
            } else {
                all.forEach(one -> later.add(one.delivery()));
            }
        });
        Instant now = clock.instant();
        if (!inMemory.isEmpty()) {
            store.insert(tx, inMemory.stream().map(Queued::delivery).toList(), true, now);
            tx.afterCommit(() -> dispatcher.dispatch(inMemory));
        }
        if (!later.isEmpty()) enqueueLater(tx, later);
    }

    /// Those that may go on; the others are put aside.
    private List<Queued> notHeld(Transaction tx, List<Queued> accepted) {
        if (holds.isEmpty()) return accepted;
        var held = new ArrayList<Taken>();
        var going = new ArrayList<Queued>();
        for (Queued one : accepted) {
            Taken located = located(new Taken(one.delivery(), null));
            if (isHeld(located)) held.add(located);
            else going.add(one);
        }
        if (held.isEmpty()) return going;
        store.insert(tx, held.stream().map(Taken::delivery).toList(), true, clock.instant());
        store.hold(tx, held, clock.instant());
        return going;
    }

    private static Map<TeamId, List<Queued>> byTeam(List<Queued> accepted) {
        return accepted.stream()
                .collect(Collectors.groupingBy(one -> one.delivery().team(), LinkedHashMap::new, Collectors.toList()));
    }

    /// Puts deliveries into the queue whose letters are not in memory; the queue reads them back.
    public void enqueueLater(Transaction tx, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) return;
        store.insert(tx, deliveries, false, clock.instant());
        tx.afterCommit(due::wake);
        tellOthers(tx);
    }

    /// Another node may have the room that this one has not.
    private void tellOthers(Transaction tx) {
        long last = told.get();
        long now = System.nanoTime();
        if (now - last >= TOLD_EVERY.toNanos() && told.compareAndSet(last, now)) wakeAll(tx);
    }

    /// Writes down deliveries that will not be attempted, because their recipients are suppressed.
    public void withhold(Transaction tx, List<Delivery> deliveries) {
        if (!deliveries.isEmpty()) store.insertSuppressed(tx, deliveries, clock.instant());
    }

    /// The same for deliveries whose recipients do not want them.
    public void fail(Transaction tx, List<Delivery> deliveries) {
        if (!deliveries.isEmpty()) store.insertFailed(tx, deliveries, clock.instant());
    }

    /// How far the deliveries of a team's emails have come.
    public List<Progress> progress(Transaction tx, TeamId team, Collection<UUID> emails) {
        return store.progress(tx, team, emails);
    }

    /// How the deliveries of a team's email stand, in the order of its recipients.
    public List<Standing> standings(TeamId team, UUID email) {
        return database.inTransaction(tx -> store.standings(tx, team, email));
    }

    /// What the deliveries of a team's email went through, in the order of its recipients.
    public List<Trace> traces(TeamId team, UUID email) {
        return database.inTransaction(tx -> store.traces(tx, team, email));
    }

    /// Finishes the attempts in progress, settles them, and returns what was not attempted to the queue.
    @Override
    public void close() {
        if (word != null) word.close();
        due.close();
        List<Delivery> unattempted = dispatcher.close();
        makeRoom.close();
        makeRoom();
        settler.close();
        days.close();
        traffic.close();
        if (!unattempted.isEmpty()) database.useTransaction(tx -> store.release(tx, unattempted, clock.instant()));
    }

    /// Where the dispatcher hands in what it is done with.
    private final class AtHand implements Dispatcher.Desk {
        @Override
        public void settle(Settlement settlement) {
            settler.add(settlement);
        }

        @Override
        public void giveBack(List<Queued> unattempted) {
            returning(unattempted, tx -> store.release(tx, deliveries(unattempted), clock.instant()));
        }

        @Override
        public void postpone(List<Queued> unattempted, String site, Instant until, WaitReason why) {
            later(
                    unattempted.stream()
                            .map(one -> new Site.Later(one, spread(until)))
                            .toList(),
                    site,
                    why);
        }

        @Override
        public void crowdOut(List<Site.Later> later, String site) {
            later.forEach(one -> crowded.add(new Crowded(site, one)));
            makeRoom.wake();
        }

        @Override
        public int roomLeft(TeamId team) {
            return room.left(team);
        }

        @Override
        public boolean isHeld(Queued queued, String site) {
            return !holds.isEmpty() && holds.matches(queued.delivery(), site);
        }

        @Override
        public void hold(List<Queued> held, String site) {
            List<Taken> aside =
                    held.stream().map(one -> new Taken(one.delivery(), site)).toList();
            returning(held, tx -> store.hold(tx, aside, clock.instant()));
        }

        @Override
        public boolean isStale(Queued queued) {
            return clock.instant().isAfter(queued.leased().plus(PATIENCE)) || !traffic.isInTouch();
        }
    }

    private void later(List<Site.Later> all, String site, WaitReason why) {
        var postponed = new ArrayList<Queued>();
        var dues = new ArrayList<Instant>();
        for (Site.Later later : all) {
            Delivery delivery = later.queued().delivery();
            switch (attempts.notBefore(delivery, later.until(), why)) {
                case Outcome.Deferred deferred -> {
                    postponed.add(later.queued());
                    dues.add(deferred.due());
                }
                case Outcome over -> settler.add(attempts.unattempted(delivery, over));
            }
        }
        returning(postponed, tx -> store.postpone(tx, deliveries(postponed), site, dues, why, clock.instant()));
    }

    /// Not by whoever had them at hand: that may be a thread with a transaction open, and they come one by one.
    private boolean makeRoom() {
        var bySite = new LinkedHashMap<String, List<Site.Later>>();
        for (Crowded one = crowded.poll(); one != null; one = crowded.poll())
            bySite.computeIfAbsent(one.site(), _ -> new ArrayList<>()).add(one.later());
        bySite.forEach((site, all) -> later(all, site, WaitReason.SITE_BUSY));
        return false;
    }

    /// A delivery for which there is no room in memory.
    private record Crowded(String site, Site.Later later) {}

    private Instant spread(Instant until) {
        Duration wait = Duration.between(clock.instant(), until);
        return until.plusMillis(Math.round(Math.max(0, wait.toMillis()) * SPREAD * random.nextDouble()));
    }

    private static List<Delivery> deliveries(List<Queued> all) {
        return all.stream().map(Queued::delivery).toList();
    }

    /// Gives deliveries back to the database, and with them their room.
    private void returning(List<Queued> all, Consumer<Transaction> write) {
        if (all.isEmpty()) return;
        try {
            database.useTransaction(write);
        } catch (RuntimeException unwritten) {
            LOG.log(System.Logger.Level.WARNING, all.size() + " deliveries wait for their lease to end", unwritten);
        } finally {
            release(deliveries(all));
        }
    }

    private void release(List<Delivery> gone) {
        for (Delivery delivery : gone) room.release(delivery.team(), 1);
    }

    private void settled(List<Settlement> done) {
        boolean wasFull = ROOM - room.used() < TAKE_AT_LEAST;
        release(done.stream().map(Settlement::delivery).toList());
        if (wasFull && ROOM - room.used() >= TAKE_AT_LEAST) due.wake();
    }

    /// Leases what is due and hands it to the workers; says whether more may be due.
    private boolean takeDue() {
        if (ROOM - room.used() < TAKE_AT_LEAST) return false;
        Round round = database.inTransaction(tx -> {
            Instant now = clock.instant();
            store.releaseExpired(tx, now);
            List<String> dead = traffic.bury(tx, now);
            if (!dead.isEmpty()) store.releaseOf(tx, dead, now);
            List<Turn> turns = turns(store.lines(tx, now));
            return turns.isEmpty() ? Round.EMPTY : take(tx, turns, now);
        });
        dispatcher.dispatch(round.taken());
        return round.taken().size() + round.held() >= TAKE_AT_LEAST;
    }

    /// What was due.
    ///
    /// @param held how many were put aside, because they are paused
    private record Round(List<Queued> taken, int held) {
        static final Round EMPTY = new Round(List.of(), 0);
    }

    /// How many of each team's line are taken this time: transactional ones first, each team an equal part, none more
    /// than there is room for.
    private List<Turn> turns(List<Line> lines) {
        var turns = new ArrayList<Turn>();
        int left = TAKE_AT_MOST;
        for (Urgency urgency : Urgency.values()) {
            List<Line> these =
                    lines.stream().filter(line -> line.urgency() == urgency).toList();
            int each = Math.max(1, left / Math.max(1, these.size()));
            for (Line line : these) {
                int count = Math.min(Math.min(each, left), room.left(line.team()));
                if (count > 0) turns.add(new Turn(line, count));
                left -= Math.max(0, count);
            }
        }
        return turns;
    }

    private Round take(Transaction tx, List<Turn> turns, Instant now) {
        List<Taken> all = store.takeDue(tx, turns, now);
        List<Taken> held = held(all);
        if (!held.isEmpty()) store.hold(tx, held, clock.instant());
        Set<DeliveryId> aside = held.stream().map(one -> one.delivery().id()).collect(Collectors.toSet());
        List<Delivery> going = all.stream()
                .map(Taken::delivery)
                .filter(one -> !aside.contains(one.id()))
                .toList();
        return new Round(load(tx, permitted(tx, going, now), now), held.size());
    }

    private List<Taken> held(List<Taken> all) {
        if (holds.isEmpty()) return List.of();
        return all.stream().map(this::located).filter(this::isHeld).toList();
    }

    private boolean isHeld(Taken one) {
        return holds.matches(one.delivery(), one.site());
    }

    /// What is known of the site now goes before what it was at the last attempt.
    private Taken located(Taken one) {
        SiteKey known = attempts.knownSite(one.delivery());
        return known == null ? one : new Taken(one.delivery(), known.site());
    }

    private List<Queued> load(Transaction tx, List<Delivery> leased, Instant now) {
        if (leased.isEmpty()) return List.of();
        Map<UUID, LetterPerRecipient> found = letters.load(
                tx,
                leased.stream()
                        .map(delivery -> delivery.id().emailId())
                        .distinct()
                        .toList());
        var taken = new ArrayList<Queued>();
        var orphans = new ArrayList<Delivery>();
        var crowded = new ArrayList<Delivery>();
        for (Delivery delivery : leased) {
            LetterPerRecipient email = found.get(delivery.id().emailId());
            if (email == null) orphans.add(delivery);
            // Others may have taken the room meanwhile.
            else if (room.take(delivery.team(), 1))
                taken.add(new Queued(delivery, email.to(delivery.id().position()), now));
            else crowded.add(delivery);
        }
        tx.onRollback(() -> release(deliveries(taken)));
        if (!crowded.isEmpty()) store.release(tx, crowded, now);
        if (!orphans.isEmpty()) store.remove(tx, orphans, now);
        return taken;
    }

    /// Those whose recipients are still to be sent to; the others are settled.
    private List<Delivery> permitted(Transaction tx, List<Delivery> leased, Instant now) {
        if (leased.isEmpty()) return leased;
        Set<DeliveryId> suppressed = listener.suppressed(tx, leased, now);
        if (suppressed.isEmpty()) return leased;
        store.suppress(
                tx, leased.stream().filter(one -> suppressed.contains(one.id())).toList(), now);
        return leased.stream().filter(one -> !suppressed.contains(one.id())).toList();
    }
}
