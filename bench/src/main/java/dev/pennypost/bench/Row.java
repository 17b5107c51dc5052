package dev.pennypost.bench;

import dev.pennypost.storage.Database;
import java.util.UUID;

/// Single values of a database.
final class Row {
    private Row() {}

    static UUID id(Database database, String query) {
        return database.inTransaction(
                tx -> tx.handle().createQuery(query).mapTo(UUID.class).one());
    }
}
