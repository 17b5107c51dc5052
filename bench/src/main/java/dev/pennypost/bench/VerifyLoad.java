package dev.pennypost.bench;

import dev.pennypost.config.Secret;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Storage;
import dev.pennypost.storage.StorageConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/// Has a running server verify many domains again, and counts how fast it does.
///
///     prepare DATA COUNT DEAD ZONES   clones the domain template.test into d0.test, d1.test, … and writes their zones;
///                                     the last DEAD of them are delegated to a name server that never answers
///     run DATA COUNT DEAD             makes them all due at once and prints domains a second
final class VerifyLoad {
    private static final String LIVE_SERVER = "ns.live-host.test.";
    private static final String DEAD_SERVER = "ns.dead-host.test.";
    private static final String DEAD_ADDRESS = "127.0.0.99";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private VerifyLoad() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int count = Integer.parseInt(args[2]);
        int dead = Integer.parseInt(args[3]);
        try (var database = attach(Path.of(args[1]))) {
            switch (args[0]) {
                case "prepare" -> prepare(database, count, dead, Path.of(args[4]));
                case "run" -> run(database, count, dead);
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    private static Database attach(Path data) {
        return Storage.attach(new StorageConfig("", "", new Secret(""), 2), data, InstantSource.system())
                .orElseThrow(() -> new IllegalStateException("no server runs on " + data));
    }

    private static void prepare(Database database, int count, int dead, Path zones) throws IOException {
        database.useTransaction(tx -> {
            tx.handle().createUpdate("""
                            insert into domains
                            select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(),
                                        'name', 'd' || n || '.test', 'zone', 'd' || n || '.test', 'status', 'pending'))).*
                              from domains t, generate_series(0, :last) n where t.name = 'template.test'""").bind("last", count - 1).execute();
            tx.handle().execute("""
                            insert into domain_records
                            select (jsonb_populate_record(r, jsonb_build_object('domain_id', d.id,
                                        'name', replace(r.name, 'template.test', d.name), 'status', 'pending'))).*
                              from domain_records r join domains t on t.id = r.domain_id and t.name = 'template.test',
                                   domains d where d.name <> 'template.test'""");
            tx.handle().execute("analyze domains, domain_records");
        });
        writeZones(records(database), count, dead, zones);
    }

    private record Row(String type, String host, String value) {}

    /// The plan of the template, each record as a line of a zone file.
    private static List<Row> records(Database database) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("""
                        select upper(type) as type, replace(name, '.template.test', '') as host, value, priority
                          from domain_records where domain_id = (select id from domains where name = 'template.test')""")
                .map((row, _) -> new Row(
                        row.getString("type"),
                        row.getString("host"),
                        data(row.getString("type"), row.getString("value"), row.getInt("priority"))))
                .list());
    }

    private static String data(String type, String value, int priority) {
        return switch (type) {
            case "MX" -> priority + " " + value + ".";
            case "TXT" -> "\"" + value.replaceAll("(.{200})", "$1\" \"") + "\"";
            default -> value + ".";
        };
    }

    private static void writeZones(List<Row> plan, int count, int dead, Path folder) throws IOException {
        var config = new StringBuilder();
        var parent = new StringBuilder(soa(LIVE_SERVER));
        for (int i = 0; i < count; i++) {
            String name = "d" + i + ".test";
            boolean answers = i < count - dead;
            parent.append(name)
                    .append(". IN NS ")
                    .append(answers ? LIVE_SERVER : DEAD_SERVER)
                    .append('\n');
            if (!answers) continue;
            var zone = new StringBuilder(soa(LIVE_SERVER));
            for (Row row : plan)
                zone.append(row.host())
                        .append(' ')
                        .append(row.type())
                        .append(' ')
                        .append(row.value())
                        .append('\n');
            write(folder, config, name, zone);
        }
        parent.append("live-host IN NS ")
                .append(LIVE_SERVER)
                .append("\ndead-host IN NS ")
                .append(LIVE_SERVER)
                .append('\n');
        write(folder, config, "test", parent);
        write(folder, config, "live-host.test", new StringBuilder(soa(LIVE_SERVER)).append("ns A 127.0.0.1\n"));
        write(
                folder,
                config,
                "dead-host.test",
                new StringBuilder(soa(LIVE_SERVER))
                        .append("ns A ")
                        .append(DEAD_ADDRESS)
                        .append('\n'));
        write(folder, config, "localhost", new StringBuilder(soa(LIVE_SERVER)).append("""
                spf TXT "v=spf1 ip4:127.0.0.1 -all"
                feedback A 127.0.0.1
                """));
        Files.writeString(folder.resolve("zones.conf"), config);
    }

    private static String soa(String server) {
        return "$TTL 300\n@ IN SOA " + server + " hostmaster.test. 1 3600 600 86400 60\n@ IN NS " + server + "\n";
    }

    private static void write(Path folder, StringBuilder config, String name, StringBuilder zone) throws IOException {
        Files.writeString(folder.resolve(name + ".zone"), zone);
        config.append("zone:\n  name: ")
                .append(name)
                .append("\n  zonefile: ")
                .append(name)
                .append(".zone\n");
    }

    private static void run(Database database, int count, int dead) throws InterruptedException {
        round(database, count, dead, "first look (pending to verified)");
        round(database, count, 0, "re-verified");
        if (dead > 0) round(database, count, dead, "re-verified beside " + dead + " domains of a dead name server");
    }

    /// @param dead how many of the domains are not waited for; with 0 they are not looked at
    private static void round(Database database, int count, int dead, String what) throws InterruptedException {
        int live = count - dead;
        var begin = database.inTransaction(tx -> due(tx.handle(), dead == 0 ? "and status = 'verified'" : ""));
        int wanted = dead == 0 ? verified(database) : live;
        Instant giveUp = begin.plus(PATIENCE);
        while (checked(database, begin) < wanted) {
            if (Instant.now().isAfter(giveUp)) throw new IllegalStateException(what + ": not done in time");
            Thread.sleep(200); // counting costs the database as much as a few checks
        }
        double seconds = Duration.between(begin, Instant.now()).toNanos() / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s: %d domains in %.1f s, %.0f domains/s (%d verified)%n",
                what,
                wanted,
                seconds,
                wanted / seconds,
                verified(database));
    }

    private static Instant due(Handle handle, String which) {
        handle.execute(
                "update domains set next_check_at = now(), leased_until = null where name like 'd%.test' " + which);
        return Instant.now();
    }

    private static int verified(Database database) {
        return count(database, "checked_at >= :since and status = 'verified' and name like 'd%.test'", Instant.EPOCH);
    }

    private static int checked(Database database, Instant since) {
        return count(database, "checked_at >= :since and status = 'verified' and name like 'd%.test'", since);
    }

    private static int count(Database database, String where, Instant since) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from domains where " + where)
                .bind("since", since)
                .mapTo(Integer.class)
                .one());
    }
}
