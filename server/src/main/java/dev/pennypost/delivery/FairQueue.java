package dev.pennypost.delivery;

import dev.pennypost.teams.TeamId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Deliveries that wait for one site. Transactional ones go before bulk, but for one in sixteen, so that bulk is slow
/// and not starved; within each, teams take turns, however much one of them has. Not safe to share.
final class FairQueue {
    private static final int BULK_EVERY = 16;

    private final Map<TeamId, ArrayDeque<Queued>> transactional = new LinkedHashMap<>();
    private final Map<TeamId, ArrayDeque<Queued>> bulk = new LinkedHashMap<>();
    private int size;
    private int turn;

    void add(Queued queued) {
        of(queued).addLast(queued);
        size++;
    }

    /// Puts what was taken back where it was.
    void putBack(List<Queued> taken) {
        for (Queued queued : taken.reversed()) of(queued).addFirst(queued);
        size += taken.size();
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /// How many of a team's wait that are as urgent.
    int size(TeamId team, Urgency urgency) {
        ArrayDeque<Queued> those = of(urgency).get(team);
        return those == null ? 0 : those.size();
    }

    /// The next delivery, with those to other recipients of the same message that stand right behind it.
    List<Queued> poll(int atMost) {
        if (size == 0) return List.of();
        boolean isBulksTurn = ++turn % BULK_EVERY == 0 && !bulk.isEmpty();
        List<Queued> taken = take(isBulksTurn || transactional.isEmpty() ? bulk : transactional, atMost);
        size -= taken.size();
        return taken;
    }

    /// Takes out what fits.
    List<Queued> removeIf(Predicate<Queued> condition) {
        var removed = new ArrayList<Queued>();
        for (var teams : List.of(transactional, bulk)) {
            for (var waiting : teams.values())
                waiting.removeIf(queued -> condition.test(queued) && removed.add(queued));
            teams.values().removeIf(ArrayDeque::isEmpty);
        }
        size -= removed.size();
        return removed;
    }

    private ArrayDeque<Queued> of(Queued queued) {
        return of(queued.delivery().urgency()).computeIfAbsent(queued.delivery().team(), _ -> new ArrayDeque<>());
    }

    private Map<TeamId, ArrayDeque<Queued>> of(Urgency urgency) {
        return urgency == Urgency.BULK ? bulk : transactional;
    }

    /// From the team whose turn it is, which then goes to the end of the line.
    private static List<Queued> take(Map<TeamId, ArrayDeque<Queued>> teams, int atMost) {
        Iterator<Map.Entry<TeamId, ArrayDeque<Queued>>> line = teams.entrySet().iterator();
        var next = line.next();
        ArrayDeque<Queued> waiting = next.getValue();
        var taken = new ArrayList<Queued>(1);
        taken.add(waiting.removeFirst());
        while (!waiting.isEmpty() && taken.size() < atMost && taken.getFirst().isAlike(waiting.getFirst()))
            taken.add(waiting.removeFirst());
        if (teams.size() > 1 || waiting.isEmpty()) line.remove();
        if (!waiting.isEmpty()) teams.putIfAbsent(next.getKey(), waiting);
        return taken;
    }
}
