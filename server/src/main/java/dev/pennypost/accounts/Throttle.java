package dev.pennypost.accounts;

import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/// Slows down guessing: behind each of several gates, attempts that went wrong are counted, and once there were more
/// than a few, each makes the next wait twice as long. Kept in the database, so that all nodes count together.
final class Throttle {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    /// After which failures are forgotten.
    private static final Duration MEMORY = Duration.ofDays(1);

    private final Database database;
    private final InstantSource clock;
    private final ThrottleStore store = new ThrottleStore();

    Throttle(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Lets an attempt through all of these gates, or none. What is let through counts as failed until [#succeeded]
    /// says otherwise: whoever tries a thousand at once has not a thousand tries.
    ///
    /// @return how long to wait; zero when it is let through
    Duration enter(List<Gate> gates) {
        var now = now();
        return database.inTransaction(tx -> {
            // in one order for everybody, or two attempts wait for each other
            var counts = inOrder(gates).stream()
                    .map(gate -> new Counted(gate, store.lock(tx, gate.hash(), now, now.plus(MEMORY))))
                    .toList();
            Duration wait = counts.stream()
                    .map(counted -> counted.count().leftAt(now))
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            if (wait.isPositive()) return wait;
            for (Counted counted : counts) {
                int failures = counted.count().failures() + 1;
                Instant until = now.plus(counted.gate().wait(failures));
                store.write(tx, counted.gate().hash(), new Count(failures, until), now.plus(MEMORY));
            }
            return Duration.ZERO;
        });
    }

    /// In the database's microseconds: it rounds, and what it kept of this moment could be later than this moment.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /// How long the next attempt would have to wait.
    Duration wait(List<Gate> gates) {
        var now = now();
        return database.inTransaction(tx -> store.latest(tx, hashes(gates), now))
                .map(until -> new Count(0, until).leftAt(now))
                .orElse(Duration.ZERO);
    }

    /// Takes back what [#enter] counted.
    ///
    /// @param forgiven gates that nobody but the one who succeeded stands before: all their failures are forgotten
    void succeeded(List<Gate> gates, List<Gate> forgiven) {
        var now = now();
        database.useTransaction(tx -> {
            for (Gate gate : inOrder(gates)) {
                if (forgiven.contains(gate)) store.forget(tx, gate.hash());
                else store.takeBack(tx, gate.hash(), now);
            }
        });
    }

    /// The loop that removes what is forgotten.
    Loop forgetting() {
        return Loop.named("sign-in-delays", Duration.ofHours(1), () -> {
            database.useTransaction(tx -> store.removeEnded(tx, now()));
            return false;
        });
    }

    private static List<Gate> inOrder(List<Gate> gates) {
        return gates.stream()
                .sorted(Comparator.comparing(gate -> HexFormat.of().formatHex(gate.hash())))
                .toList();
    }

    private static List<byte[]> hashes(List<Gate> gates) {
        return gates.stream().map(Gate::hash).toList();
    }

    /// Something that attempts are counted for.
    ///
    /// @param whom the client, the account, or both
    /// @param free how many may fail before anybody waits
    /// @param most the longest wait
    record Gate(String kind, String whom, int free, Duration most) {
        byte[] hash() {
            return Tokens.hash(kind + "\n" + whom);
        }

        Duration wait(int failures) {
            int beyond = failures - free;
            if (beyond <= 0) return Duration.ZERO;
            Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(beyond - 1, 30));
            return wait.compareTo(most) < 0 ? wait : most;
        }
    }

    /// @param until nobody passes before that
    record Count(int failures, Instant until) {
        Duration leftAt(Instant now) {
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        }
    }

    private record Counted(Gate gate, Count count) {}
}
