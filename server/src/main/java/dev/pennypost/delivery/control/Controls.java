package dev.pennypost.delivery.control;

import dev.pennypost.delivery.Deliveries;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.SettlementListener;
import dev.pennypost.delivery.control.ControlStore.Found;
import dev.pennypost.delivery.traffic.SiteState;
import dev.pennypost.delivery.traffic.Traffic;
import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Notifications;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What operators do to the queue. Works on the whole queue, whichever node has a delivery; what it says of sites is
/// what this node sees.
public final class Controls implements AutoCloseable {
    private static final int AT_ONCE = 10_000;
    private static final int LONGEST_REASON = 500;
    private static final String HOLDS = "pennypost_holds";
    private static final Duration REFRESH = Duration.ofSeconds(2);
    /// What a node that had not heard of a hold's end put aside under it is let go on as soon as this node looks again.
    private static final int LOOKS = 3;
    /// How long deliveries are kept still while they are canceled, should whoever cancels them die meanwhile.
    private static final Duration STILL = Duration.ofMinutes(1);
    /// How long other nodes have to put aside what is canceled; they look every two seconds.
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Set<DeliveryState> ATTEMPTING = EnumSet.of(DeliveryState.ATTEMPTING);
    private static final Set<DeliveryState> HELD = EnumSet.of(DeliveryState.HELD);
    private static final Set<DeliveryState> UNSETTLED = Verb.PAUSE.states();

    private final Database database;
    private final Deliveries deliveries;
    private final Traffic traffic;
    private final SettlementListener listener;
    private final InstantSource clock;
    private final HoldStore holds = new HoldStore();
    private final ControlStore store = new ControlStore();
    private final Loop refreshing = Loop.named("holds", REFRESH, this::round);
    private HoldBoard board = HoldBoard.EMPTY;
    private int looks = LOOKS;
    private Notifications.@Nullable Subscription word;

    /// @param listener hears of deliveries that are ended, or tried anew
    public Controls(
            Database database,
            Deliveries deliveries,
            Traffic traffic,
            SettlementListener listener,
            InstantSource clock) {
        this.database = database;
        this.deliveries = deliveries;
        this.traffic = traffic;
        this.listener = listener;
        this.clock = clock;
    }

    /// Has what is paused heeded. To be called before anything is delivered.
    public void start() {
        refresh();
        refreshing.start();
        word = database.notifications().listen(HOLDS, refreshing::wake);
    }

    @Override
    public void close() {
        if (word != null) word.close();
        refreshing.close();
    }

    /// Keeps what fits a target from being attempted, on every node and over restarts, until it is resumed. Attempts
    /// under way go on.
    public PauseResult pause(Selection selection, String reason) {
        if (selection.targets().size() != 1 || !selection.states().isEmpty())
            return new PauseResult.Refused(new ControlProblem.NotOneTarget());
        if (reason.isBlank() || reason.length() > LONGEST_REASON)
            return new PauseResult.Refused(new ControlProblem.BadReason(LONGEST_REASON));
        Hold wanted = hold(selection.targets().getFirst(), reason.strip(), null);
        Hold hold = database.inTransaction(tx -> {
            Notifications.notify(tx, HOLDS);
            Hold put = holds.put(tx, wanted);
            ControlTrail.paused(tx, put);
            return put;
        });
        return new PauseResult.Paused(hold, refresh());
    }

    private Hold hold(Target target, String reason, @Nullable Instant ends) {
        Instant now = clock.instant();
        return new Hold(Ids.next(now), target, reason, ends, now);
    }

    /// Ends a pause: what nothing else keeps goes on. Returns how many this node let go on, which is all of them unless
    /// another node was quicker; empty when there is no such pause.
    public synchronized Optional<Long> resume(UUID id) {
        boolean ended = database.inTransaction(tx -> {
            Notifications.notify(tx, HOLDS);
            var removed = holds.remove(tx, id);
            removed.ifPresent(hold -> ControlTrail.resumed(tx, hold));
            return removed.isPresent();
        });
        if (!ended) return Optional.empty();
        refresh();
        return Optional.of(letGo());
    }

    /// What is paused, the oldest pause first.
    public List<Hold> holds() {
        return database.inTransaction(tx -> holds.read(tx, clock.instant())).stream()
                .filter(hold -> hold.endsAt() == null)
                .toList();
    }

    /// Deliveries, the newest first; unless states are selected, those that are not settled.
    ///
    /// @param after the last one of the page before; null for the first page
    public Page<ListedDelivery> list(Selection selection, int limit, @Nullable DeliveryId after) {
        Set<DeliveryState> states = selection.states().isEmpty() ? UNSETTLED : selection.states();
        List<ListedDelivery> found =
                database.inTransaction(tx -> store.list(tx, selection.targets(), states, after, limit + 1));
        boolean hasMore = found.size() > limit;
        return new Page<>(hasMore ? found.subList(0, limit) : found, hasMore);
    }

    /// To how many deliveries something would be done, at most.
    public ControlResult dryRun(Verb verb, Selection selection) {
        if (verb == Verb.PAUSE
                && (selection.targets().size() != 1 || !selection.states().isEmpty()))
            return new ControlResult.Refused(new ControlProblem.NotOneTarget());
        return refusal(verb, selection).orElseGet(() -> counted(verb, selection));
    }

    private ControlResult counted(Verb verb, Selection selection) {
        return database.inTransaction(tx -> new ControlResult.Done(
                store.count(tx, selection.targets(), verb.of(selection)),
                verb == Verb.CANCEL && isOfMemory(selection) ? store.count(tx, selection.targets(), ATTEMPTING) : 0));
    }

    /// Has what is put off attempted now. A selection with a site also ends the site's suspension.
    public ControlResult flush(Selection selection) {
        return refusal(Verb.FLUSH, selection).orElseGet(() -> {
            for (Target target : selection.targets()) if (target instanceof Target.Site(String name)) forgive(name);
            return done(each(Verb.FLUSH, selection), 0);
        });
    }

    /// Has deliveries tried anew, whatever became of them, as long as a new one is tried.
    public ControlResult requeue(Selection selection) {
        return refusal(Verb.REQUEUE, selection).orElseGet(() -> done(each(Verb.REQUEUE, selection), 0));
    }

    /// Ends deliveries that are not settled. What waits in the memory of a node is put aside first, for which others
    /// that fit the first target are kept still for a moment too; attempts under way go on.
    public ControlResult cancel(Selection selection) {
        return refusal(Verb.CANCEL, selection)
                .orElseGet(() ->
                        isOfMemory(selection) ? cancelEverywhere(selection) : done(each(Verb.CANCEL, selection), 0));
    }

    /// What a node has in memory is in no state that could be selected.
    private static boolean isOfMemory(Selection selection) {
        return selection.states().isEmpty();
    }

    private ControlResult cancelEverywhere(Selection selection) {
        Instant ends = clock.instant().plus(STILL);
        Hold still = hold(selection.targets().getFirst(), "being canceled", ends);
        database.useTransaction(tx -> {
            holds.putForAMoment(tx, still, ends);
            Notifications.notify(tx, HOLDS);
        });
        try {
            refresh();
            long underWay = awaitMemory(selection);
            return done(each(Verb.CANCEL, selection), underWay);
        } finally {
            database.useTransaction(tx -> {
                holds.removeMoment(tx, still.id());
                Notifications.notify(tx, HOLDS);
            });
            refresh();
            letGo();
        }
    }

    /// Waits until nobody has what is meant in memory, or is attempting it longer than can be waited for. Returns how
    /// many are being attempted still.
    private long awaitMemory(Selection selection) {
        long deadline = System.nanoTime() + PATIENCE;
        while (database.inTransaction(tx -> store.mayBeInMemory(tx, selection.targets()))
                && System.nanoTime() - deadline < 0) LockSupport.parkNanos(PAUSE);
        return database.inTransaction(tx -> store.count(tx, selection.targets(), ATTEMPTING));
    }

    /// The queue in numbers.
    public QueueSummary summary() {
        List<QueueSummary.Count> counts = database.inTransaction(store::counts);
        Instant oldest = counts.stream()
                .filter(count -> count.state() != DeliveryState.HELD)
                .map(QueueSummary.Count::oldestDue)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
        return new QueueSummary(counts, oldest, holds().size(), sites());
    }

    /// The sites that this node has to do with.
    public List<SiteStanding> sites() {
        Map<String, Integer> waiting = deliveries.waitingInMemory();
        var sources = new TreeMap<String, List<SiteState>>();
        waiting.keySet().forEach(site -> sources.put(site, new ArrayList<>()));
        for (SiteState state : traffic.states())
            sources.computeIfAbsent(state.site(), _ -> new ArrayList<>()).add(state);
        return sources.entrySet().stream()
                .map(site -> new SiteStanding(
                        site.getKey(),
                        waiting.getOrDefault(site.getKey(), 0),
                        traffic.limits(site.getKey()),
                        site.getValue()))
                .toList();
    }

    /// Asks nothing of a site until then, on every node.
    public void suspend(String site, Instant until, String why) {
        traffic.suspend(site, until, why);
    }

    /// Ends the suspensions of a site, on every node.
    public void forgive(String site) {
        traffic.forgive(site);
        deliveries.rouse(site);
    }

    private static Optional<ControlResult> refusal(Verb verb, Selection selection) {
        if (selection.isEmpty()) return Optional.of(new ControlResult.Refused(new ControlProblem.NothingSelected()));
        if (verb.of(selection).isEmpty())
            return Optional.of(new ControlResult.Refused(new ControlProblem.NotInThisState(verb.states())));
        return Optional.empty();
    }

    private ControlResult done(long changed, long underWay) {
        if (changed > 0) database.useTransaction(Deliveries::wakeAll);
        return new ControlResult.Done(changed, underWay);
    }

    private long each(Verb verb, Selection selection) {
        long sum = 0;
        // what is done in many transactions is one deed: the first tells of it
        var told = new AtomicBoolean();
        for (Set<DeliveryState> group : ControlStore.groups(verb.of(selection)))
            sum += each(selection.targets(), group, (tx, found) -> {
                act(tx, verb, found);
                if (!told.getAndSet(true)) ControlTrail.acted(tx, verb, selection);
                return found.size();
            });
        return sum;
    }

    private void act(Transaction tx, Verb verb, List<Found> found) {
        Instant now = clock.instant();
        switch (verb) {
            case FLUSH -> store.flush(tx, found, now);
            case CANCEL -> {
                store.cancel(tx, found, now);
                listener.canceled(tx, found.stream().map(Found::delivery).toList(), now);
            }
            case REQUEUE -> {
                store.requeue(tx, found, now);
                tellAnew(tx, found, now);
            }
            case PAUSE -> throw new IllegalArgumentException("pauses are heeded, not carried out");
        }
    }

    private void tellAnew(Transaction tx, List<Found> found, Instant now) {
        var settled = found.stream()
                .filter(one -> one.state() != DeliveryState.DEFERRED && one.state() != DeliveryState.HELD)
                .map(Found::delivery)
                .toList();
        var failed = found.stream()
                .filter(one -> one.state() == DeliveryState.FAILED)
                .map(one -> one.delivery().id())
                .collect(Collectors.toSet());
        if (!settled.isEmpty()) listener.requeued(tx, settled, failed, now);
    }

    /// Some thousands of deliveries, in a transaction of their own.
    @FunctionalInterface
    private interface Portion {
        /// Returns to how many something was done.
        long act(Transaction tx, List<Found> found);
    }

    private long each(List<Target> targets, Set<DeliveryState> group, Portion portion) {
        long sum = 0;
        DeliveryId after = null;
        while (true) {
            DeliveryId from = after;
            Portioned done = database.inTransaction(tx -> {
                List<Found> found = store.next(tx, targets, group, from, AT_ONCE);
                return found.isEmpty()
                        ? new Portioned(0, null)
                        : new Portioned(
                                portion.act(tx, found),
                                found.size() < AT_ONCE
                                        ? null
                                        : found.getLast().delivery().id());
            });
            sum += done.changed();
            after = done.last();
            if (after == null) return sum;
        }
    }

    /// @param last null when none are left
    private record Portioned(long changed, @Nullable DeliveryId last) {}

    private synchronized boolean round() {
        refresh();
        if (looks > 0) {
            looks--;
            letGo();
        }
        return false;
    }

    /// Brings what this node heeds up to date, and puts aside what it has in memory. Returns how many those were.
    private synchronized int refresh() {
        Instant now = clock.instant();
        HoldBoard current = HoldBoard.of(database.inTransaction(tx -> holds.read(tx, now)));
        HoldBoard before = board;
        if (current.equals(before)) return 0;
        board = current;
        deliveries.heed(current);
        if (!current.targets().containsAll(before.targets())) looks = LOOKS;
        return deliveries.holdBack();
    }

    /// Lets everything go on that is paused and that no pause fits anymore.
    private long letGo() {
        database.useTransaction(tx -> holds.forget(tx, clock.instant()));
        long gone = each(List.of(), HELD, (tx, found) -> {
            HoldBoard current = HoldBoard.of(holds.read(tx, clock.instant()));
            List<Found> free = found.stream()
                    .filter(one -> !current.matches(one.delivery(), one.site()))
                    .toList();
            store.resume(tx, free, clock.instant());
            return free.size();
        });
        if (gone > 0) database.useTransaction(Deliveries::wakeAll);
        return gone;
    }
}
