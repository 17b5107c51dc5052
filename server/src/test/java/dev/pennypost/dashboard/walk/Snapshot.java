package dev.pennypost.dashboard.walk;

import dev.pennypost.storage.Database;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What stands in a database: a digest of each table.
record Snapshot(Map<String, String> tables) {
    /// When a session was seen last is noted with every page.
    private static final Map<String, String> ONLY = Map.of("person_sessions", "id");

    /// What is written by the way and all the time: who calls the API, and that a node is alive.
    private static final String PASSING = "nodes|request_logs_[0-9]+";

    static Snapshot of(Database database) {
        return database.inTransaction(tx -> {
            List<String> names = tx.handle()
                    .createQuery("select relname from pg_class where relkind = 'r' and relnamespace ="
                            + " 'public'::regnamespace")
                    .mapTo(String.class)
                    .list();
            String all = names.stream()
                    .filter(name -> !name.matches(PASSING))
                    .map(Snapshot::digest)
                    .collect(Collectors.joining(" union all "));
            var tables = new TreeMap<String, String>();
            tx.handle()
                    .createQuery(all)
                    .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
                    .forEach(row -> tables.put(row.getKey(), row.getValue()));
            return new Snapshot(tables);
        });
    }

    /// Names of tables that say something else now.
    Set<String> changedIn(Database database) {
        var now = of(database);
        var changed = new TreeSet<String>();
        tables.forEach((name, digest) -> {
            if (!digest.equals(now.tables.get(name))) changed.add(name);
        });
        return changed;
    }

    private static String digest(String table) {
        String columns = ONLY.containsKey(table) ? "t." + ONLY.get(table) : "t";
        return "select '" + table + "', coalesce(md5(string_agg(" + columns + "::text, '|' order by " + columns
                + "::text)), '') from \"" + table + "\" t";
    }
}
