package dev.pennypost.storage;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Listens to the statements that go to one database: a driver that notes each and hands it on. Nobody but tests knows
/// of it: it is in the address of the database.
public final class CountedStatements {
    private static final String PREFIX = "jdbc:counted:";
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Map<String, CountedStatements> ALL = new ConcurrentHashMap<>();

    private final Database.Address address;
    private final List<Said> said = Collections.synchronizedList(new ArrayList<>());

    static {
        try {
            DriverManager.registerDriver(new CountingDriver());
        } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private CountedStatements(Database.Address address) {
        this.address = address;
    }

    /// Listens to whoever opens the database by [#address].
    public static CountedStatements of(Database.Address database) {
        String number = Integer.toString(NUMBERS.incrementAndGet());
        String url = PREFIX + number + ":" + database.url();
        var counted = new CountedStatements(new Database.Address(url, database.user(), database.password()));
        ALL.put(number, counted);
        return counted;
    }

    public Database.Address address() {
        return address;
    }

    /// The statements that were said meanwhile, by threads that are no background loops. Beginnings and ends of
    /// transactions are none; a batch is one.
    public List<String> during(Runnable work) {
        int before = said.size();
        work.run();
        Predicate<Said> isAsked = one -> !one.thread.startsWith("loop-") && !one.thread.equals("notifications");
        synchronized (said) {
            return said.subList(before, said.size()).stream()
                    .filter(isAsked)
                    .map(Said::sql)
                    .toList();
        }
    }

    private record Said(String thread, String sql) {}

    private Connection listening(Connection connection) {
        return proxy(Connection.class, connection, (_, result, arguments) -> switch (result) {
            case CallableStatement call -> call;
            case PreparedStatement prepared ->
                listening(PreparedStatement.class, prepared, String.valueOf(arguments[0]));
            case Statement statement -> listening(Statement.class, statement, "");
            case null, default -> result;
        });
    }

    private <T extends Statement> T listening(Class<T> type, T statement, String sql) {
        return proxy(type, statement, (method, result, arguments) -> {
            if (method.getName().startsWith("execute"))
                said.add(new Said(
                        Thread.currentThread().getName(), arguments.length > 0 ? String.valueOf(arguments[0]) : sql));
            return result;
        });
    }

    private static <T> T proxy(Class<T> type, T inner, After after) {
        InvocationHandler handler = (_, method, arguments) -> {
            try {
                return after.then(
                        method, method.invoke(inner, arguments), arguments == null ? new Object[0] : arguments);
            } catch (InvocationTargetException failed) {
                throw Objects.requireNonNull(failed.getCause());
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @FunctionalInterface
    private interface After {
        @Nullable
        Object then(Method method, @Nullable Object result, Object[] arguments);
    }

    private static final class CountingDriver implements Driver {
        @Override
        public @Nullable Connection connect(String url, Properties info) throws SQLException {
            if (!acceptsURL(url)) return null;
            String[] parts = url.substring(PREFIX.length()).split(":", 2);
            CountedStatements counted = ALL.get(parts[0]);
            if (counted == null) throw new SQLException("nobody listens to " + url);
            return counted.listening(DriverManager.getConnection(parts[1], info));
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith(PREFIX);
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getLogger("");
        }
    }
}
