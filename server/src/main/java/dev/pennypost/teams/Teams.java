package dev.pennypost.teams;

import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import java.time.InstantSource;
import java.util.Optional;

/// The teams of this installation.
public final class Teams {
    private final Database database;
    private final InstantSource clock;

    public Teams(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// The first team, made when there is none: an installation always has one.
    public TeamId first() {
        return database.inTransaction(tx -> oldest(tx).orElseGet(() -> insert(tx, "Default")));
    }

    /// Makes a team.
    public TeamId create(String name) {
        return database.inTransaction(tx -> insert(tx, name));
    }

    private static Optional<TeamId> oldest(Transaction tx) {
        // The lock keeps two processes that start at once from making two first teams.
        tx.handle().execute("lock table teams in share row exclusive mode");
        return tx.handle()
                .createQuery("select id from teams order by id limit 1")
                .map((row, _) -> new TeamId(row.getObject(1, java.util.UUID.class)))
                .findOne();
    }

    private TeamId insert(Transaction tx, String name) {
        var now = clock.instant();
        var id = new TeamId(Ids.next(now));
        tx.handle()
                .createUpdate("insert into teams (id, name, created_at) values (:id, :name, :now)")
                .bind("id", id.value())
                .bind("name", name)
                .bind("now", now)
                .execute();
        return id;
    }
}
