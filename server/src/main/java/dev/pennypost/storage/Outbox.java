package dev.pennypost.storage;

import dev.pennypost.jobs.Loop;
import dev.pennypost.json.Json;
import dev.pennypost.storage.EventListener.Published;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Events on their way from the transaction that caused them to the features that care. An event is a row until every
/// listener has handled it in a transaction of its own, so a crash delays it and never loses it.
public final class Outbox {
    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());
    private static final int BATCH = 500;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Database database;
    private final InstantSource clock;
    private final Map<String, Class<? extends Event>> kinds = new HashMap<>();
    private volatile List<EventListener> listeners = List.of();
    private @Nullable Loop relay;

    Outbox(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Names the kinds of events that may be published and who hears of them. Called once, while wiring.
    public void tell(List<Class<? extends Event>> events, List<EventListener> whoHears) {
        events.forEach(kind -> kinds.put(kind.getSimpleName(), kind));
        listeners = List.copyOf(whoHears);
    }

    /// The loop that carries events to their listeners.
    public Loop relay() {
        var loop = Loop.named("outbox", Duration.ofSeconds(1), this::relayBatch);
        relay = loop;
        return loop;
    }

    Instant now() {
        return clock.instant();
    }

    void wake() {
        if (relay != null) relay.wake();
    }

    /// Writes the events somebody cares about; says whether there were any.
    boolean write(Transaction tx, List<? extends Event> events) {
        var wanted = events.stream().filter(event -> isHeard(event.teamId())).toList();
        if (wanted.isEmpty()) return false;
        Instant now = clock.instant();
        try (var insert = tx.connection()
                .prepareStatement(
                        "insert into outbox (id, kind, team_id, body, created_at, due) values (?, ?, ?, ?::jsonb, ?, ?)")) {
            Instant at = now;
            for (Event event : wanted) {
                // A microsecond apart, so that they are told in the order they were published.
                at = at.plusNanos(1_000);
                insert.setObject(1, Ids.next(at));
                insert.setString(2, kindOf(event));
                insert.setObject(3, event.teamId());
                insert.setString(4, Json.write(event));
                insert.setTimestamp(5, Timestamp.from(at));
                insert.setTimestamp(6, Timestamp.from(now));
                insert.addBatch();
            }
            insert.executeBatch();
            return true;
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot write events", broken);
        }
    }

    /// Whether anybody listens to this team's events.
    boolean isHeard(UUID teamId) {
        for (EventListener listener : listeners) if (listener.caresAbout(teamId)) return true;
        return false;
    }

    private String kindOf(Event event) {
        String kind = event.getClass().getSimpleName();
        if (!kinds.containsKey(kind)) throw new IllegalStateException("nobody announced events of kind " + kind);
        return kind;
    }

    /// Carries one batch; says whether there may be more. A batch that fails is carried event by event, so that one
    /// bad event waits alone.
    private boolean relayBatch() {
        try {
            return database.inTransaction(tx -> carry(tx, BATCH)) == BATCH;
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "an event could not be handled, trying one by one", failed);
            return carryOneByOne();
        }
    }

    private boolean carryOneByOne() {
        for (int i = 0; i < BATCH; i++) {
            try {
                if (database.inTransaction(tx -> carry(tx, 1)) == 0) return false;
            } catch (RuntimeException failed) {
                LOG.log(System.Logger.Level.ERROR, "an event could not be handled and waits", failed);
                database.useTransaction(tx -> postponeOldest(tx, clock.instant()));
            }
        }
        return true;
    }

    private int carry(Transaction tx, int limit) {
        List<Published> events = take(tx, limit, clock.instant());
        if (events.isEmpty()) return 0;
        for (EventListener listener : listeners) {
            var cared = events.stream()
                    .filter(published -> listener.caresAbout(published.event().teamId()))
                    .toList();
            if (!cared.isEmpty()) listener.on(tx, cared);
        }
        UUID[] ids = events.stream().map(Published::id).toArray(UUID[]::new);
        tx.byIndexOnly();
        tx.handle()
                .createUpdate("delete from outbox where id = any(:ids)")
                .bindArray("ids", UUID.class, (Object[]) ids)
                .execute();
        return events.size();
    }

    /// Locks the oldest due events; another node skips them while this transaction is open.
    private List<Published> take(Transaction tx, int limit, Instant now) {
        var found = new ArrayList<Published>();
        try (var query = tx.connection().prepareStatement("""
                        select id, kind, body, created_at from outbox
                         where due <= ? order by due, id limit ? for update skip locked""")) {
            query.setTimestamp(1, Timestamp.from(now));
            query.setInt(2, limit);
            var rows = query.executeQuery();
            while (rows.next()) {
                Class<? extends Event> kind = kinds.get(rows.getString(2));
                if (kind == null) throw new IllegalStateException("unknown kind of event: " + rows.getString(2));
                Event event = Json.read(rows.getString(3), kind);
                found.add(new Published(
                        rows.getObject(1, UUID.class), rows.getTimestamp(4).toInstant(), event));
            }
            return found;
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot read events", broken);
        }
    }

    private void postponeOldest(Transaction tx, Instant now) {
        tx.handle()
                .createUpdate("""
                        update outbox set due = :later, attempts = attempts + 1
                         where id = (select id from outbox where due <= :now order by due, id limit 1)""")
                .bind("now", now)
                .bind("later", now.plus(RETRY_AFTER))
                .execute();
    }
}
