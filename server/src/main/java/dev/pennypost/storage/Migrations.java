package dev.pennypost.storage;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// Brings the schema up to date with the numbered SQL files under `db/migration`.
final class Migrations {
    /// The number of the newest file. A test compares it with the files; start-up skips Flyway when the database is
    /// there already, which saves half a second.
    static final String NEWEST = "60";

    private Migrations() {}

    static void run(DataSource database) {
        if (isCurrent(database)) return;
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .loggers("slf4j")
                .load()
                .migrate();
    }

    private static boolean isCurrent(DataSource database) {
        try (Connection connection = database.getConnection();
                var query = connection.createStatement()) {
            var exists = query.executeQuery("select to_regclass('flyway_schema_history')");
            if (!exists.next() || exists.getString(1) == null) return false;
            var newest = query.executeQuery(
                    "select version from flyway_schema_history where success order by installed_rank desc limit 1");
            return newest.next() && NEWEST.equals(newest.getString(1));
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot read the schema's version", broken);
        }
    }
}
