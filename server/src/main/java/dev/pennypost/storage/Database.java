package dev.pennypost.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The PostgreSQL database: a pool of connections, and transactions on them. No transaction may stay open while the
/// network is spoken to.
public final class Database implements AutoCloseable {
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Notifications notifications;

    private Database(HikariDataSource pool, Address address, InstantSource clock) {
        this.pool = pool;
        this.notifications = new Notifications(address);
        this.jdbi = Jdbi.create(pool)
                .registerArrayType(String.class, "text")
                .registerArrayType(UUID.class, "uuid")
                .registerArrayType(Integer.class, "int4")
                .registerArrayType(Boolean.class, "bool");
        this.outbox = new Outbox(this, clock);
    }

    /// Connects and brings the schema up to date.
    public static Database open(Address address, int poolSize, InstantSource clock) {
        var config = new HikariConfig();
        config.setPoolName("pennypost");
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(poolSize);
        config.setMinimumIdle(Math.min(2, poolSize));
        config.setConnectionTimeout(10_000);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "pennypost");
        config.addDataSourceProperty("prepareThreshold", "1");
        HikariDataSource pool = connect(config, address);
        try {
            Migrations.run(pool);
            return new Database(pool, address, clock);
        } catch (RuntimeException broken) {
            pool.close();
            throw broken;
        }
    }

    private static HikariDataSource connect(HikariConfig config, Address address) {
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException failed) {
            Throwable why = failed.getCause() == null ? failed : failed.getCause();
            throw new Unreachable("cannot connect to the database at " + address + ": " + why.getMessage(), failed);
        }
    }

    /// The outbox through which events leave transactions.
    public Outbox outbox() {
        return outbox;
    }

    /// Word from other processes on this database.
    public Notifications notifications() {
        return notifications;
    }

    /// Runs the work in one transaction: commits when it returns, rolls back when it throws.
    public <T> T inTransaction(Function<Transaction, T> work) {
        try (Handle handle = jdbi.open()) {
            var tx = new Transaction(handle, outbox);
            T result = commit(handle, tx, work);
            tx.committed();
            return result;
        }
    }

    private static <T> T commit(Handle handle, Transaction tx, Function<Transaction, T> work) {
        boolean committed = false;
        try {
            T result = handle.inTransaction(_ -> work.apply(tx));
            committed = true;
            return result;
        } finally {
            if (!committed) tx.rolledBack();
        }
    }

    public void useTransaction(Consumer<Transaction> work) {
        inTransaction(tx -> {
            work.accept(tx);
            return true;
        });
    }

    /// Whether the database answers.
    public boolean answers() {
        try (Handle handle = jdbi.open()) {
            return handle.createQuery("select true").mapTo(Boolean.class).one();
        } catch (RuntimeException down) {
            return false;
        }
    }

    @Override
    public void close() {
        notifications.close();
        pool.close();
    }

    /// The database cannot be connected to.
    public static final class Unreachable extends RuntimeException {
        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Where the database is, and who we are there.
    public record Address(String url, String user, String password) {
        @Override
        public String toString() {
            return url;
        }
    }

    /// Whether a transaction failed because another one has taken what only one can have (SQLSTATE 23505).
    public static boolean isTaken(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && "23505".equals(refused.getSQLState())) return true;
        }
        return false;
    }
}
