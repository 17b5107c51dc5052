package dev.pennypost.delivery.control;

import dev.pennypost.storage.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// The SQL of what is paused.
final class HoldStore {
    private static final String COLUMNS = "id, kind, value, reason, ends_at, created_at";

    /// Writes a hold down; one of the same target gets its reason, and no longer ends by itself.
    Hold put(Transaction tx, Hold hold) {
        return tx.handle()
                .createQuery("insert into holds (" + COLUMNS + """
                        ) values (:id, :kind, :value, :reason, null, :now)
                        on conflict (kind, value) do update set reason = excluded.reason, ends_at = null
                        returning\s""" + COLUMNS)
                .bind("id", hold.id())
                .bind("kind", hold.target().kind().spelled())
                .bind("value", hold.target().value())
                .bind("reason", hold.reason())
                .bind("now", hold.createdAt())
                .map((row, _) -> read(row))
                .one();
    }

    /// Writes down a hold that ends by itself, unless there is one of the same target.
    void putForAMoment(Transaction tx, Hold hold, Instant ends) {
        tx.handle()
                .createUpdate("insert into holds (" + COLUMNS
                        + ") values (:id, :kind, :value, :reason, :ends, :now) on conflict (kind, value) do nothing")
                .bind("id", hold.id())
                .bind("kind", hold.target().kind().spelled())
                .bind("value", hold.target().value())
                .bind("reason", hold.reason())
                .bind("ends", ends)
                .bind("now", hold.createdAt())
                .execute();
    }

    /// Those in force, the oldest first.
    List<Hold> read(Transaction tx, Instant now) {
        return tx.handle()
                .createQuery("select " + COLUMNS
                        + " from holds where ends_at is null or ends_at > :now order by created_at, id")
                .bind("now", now)
                .map((row, _) -> read(row))
                .list();
    }

    /// The hold that is no more; empty when there was none.
    Optional<Hold> remove(Transaction tx, UUID id) {
        return tx.handle()
                .createQuery("delete from holds where id = :id returning " + COLUMNS)
                .bind("id", id)
                .map((row, _) -> read(row))
                .findOne();
    }

    /// Ends what was to last a moment, unless somebody has made it last.
    void removeMoment(Transaction tx, UUID id) {
        tx.handle()
                .createUpdate("delete from holds where id = :id and ends_at is not null")
                .bind("id", id)
                .execute();
    }

    void forget(Transaction tx, Instant now) {
        tx.handle()
                .createUpdate("delete from holds where ends_at <= :now")
                .bind("now", now)
                .execute();
    }

    private static Hold read(ResultSet row) throws SQLException {
        var kind = Target.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
        Timestamp ends = row.getTimestamp("ends_at");
        return new Hold(
                row.getObject("id", UUID.class),
                Target.of(kind, row.getString("value")),
                row.getString("reason"),
                ends == null ? null : ends.toInstant(),
                row.getTimestamp("created_at").toInstant());
    }
}
