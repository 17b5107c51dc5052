package dev.pennypost.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.testkit.FixedClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private final FixedClock clock = new FixedClock();
    private final Database.Address address = TestPostgres.emptyDatabase();
    private final Database database = Database.open(address, 4, clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void knowsItsNewestMigration() throws Exception {
        try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
            var newest = files.map(file -> file.getFileName().toString())
                    .map(name -> name.substring(1, name.indexOf("__")))
                    .mapToInt(Integer::parseInt)
                    .max();
            assertThat(newest).hasValue(Integer.parseInt(Migrations.NEWEST));
        }
    }

    @Test
    void opensADatabaseThatIsUpToDate() {
        try (var again = Database.open(address, 1, clock)) {
            assertThat(again.answers()).isTrue();
        }
    }

    @Test
    void saysThatADatabaseCannotBeReached() {
        var nowhere = new Database.Address("jdbc:postgresql://127.0.0.1:1/none", "nobody", "");

        assertThatThrownBy(() -> Database.open(nowhere, 1, clock)).isInstanceOf(Database.Unreachable.class);
    }

    @Test
    void runsWhatComesAfterTheCommitOnlyAfterIt() {
        var order = new ArrayList<String>();
        database.useTransaction(tx -> {
            tx.afterCommit(() -> order.add("committed"));
            tx.onRollback(() -> order.add("rolled back"));
            order.add("working");
        });

        assertThat(order).containsExactly("working", "committed");
    }

    @Test
    void givesBackWhatWasTakenForATransactionThatFailed() {
        var order = new ArrayList<String>();

        assertThatThrownBy(() -> database.useTransaction(tx -> {
                    tx.afterCommit(() -> order.add("committed"));
                    tx.onRollback(() -> order.add("rolled back"));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(order).containsExactly("rolled back");
    }

    @Test
    void commitsWhatManyHandInAndSparesThemTheOneThatFails() {
        try (var commit = new GroupCommit<UUID>("test", database, this::insertTeams);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var bad = new UUID(0, 0);
            insertTeams(List.of(bad));
            List<UUID> good = new ArrayList<>();
            for (int i = 0; i < 200; i++) good.add(UUID.randomUUID());

            var failed = callers.submit(() -> commit.commit(bad));
            var succeeded = good.stream()
                    .map(id -> callers.submit(() -> {
                        commit.commit(id);
                        return teams().contains(id);
                    }))
                    .toList();

            assertThat(succeeded).allSatisfy(done -> assertThat(done.get()).isTrue());
            assertThatThrownBy(failed::get).hasRootCauseInstanceOf(org.postgresql.util.PSQLException.class);
        }
    }

    @Test
    void sparesTheOthersAnItemThatCannotBeWrittenForAReasonOfItsOwn() {
        var bad = new UUID(0, 1);
        BiConsumer<Transaction, List<UUID>> write = (tx, items) -> {
            if (items.contains(bad)) throw new IllegalArgumentException("bad");
            insertTeams(tx, items);
        };
        try (var commit = new GroupCommit<UUID>("test", database, write);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var failed = callers.submit(() -> commit.commit(bad));
            var good = Stream.generate(UUID::randomUUID).limit(50).toList();
            var succeeded = good.stream()
                    .map(id -> callers.submit(() -> commit.commit(id)))
                    .toList();
            assertThat(succeeded).allSatisfy(done -> assertThat(done.get()).isNull());
            assertThatThrownBy(failed::get).hasRootCauseMessage("bad");
            assertThat(teams()).containsAll(good);
        }
    }

    @Test
    void readsPagesBothWaysAndKnowsItsCursors() {
        var team = UUID.randomUUID();
        insertTeams(List.of(team));
        List<UUID> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) newestFirst.addFirst(insertKey(team));

        assertThat(page(team, PageRequest.first(2)).items()).isEqualTo(newestFirst.subList(0, 2));
        assertThat(page(team, new PageRequest(9, newestFirst.get(2), null)).items())
                .isEqualTo(newestFirst.subList(3, 5));
        assertThat(page(team, new PageRequest(1, null, newestFirst.get(2))))
                .isEqualTo(new Page<>(List.of(newestFirst.get(1)), true));
        assertThat(page(team, PageRequest.first(PageRequest.ALL)).hasMore()).isFalse();
        assertThat(pageOf(UUID.randomUUID(), new PageRequest(9, newestFirst.getFirst(), null)))
                .as("another team's cursor")
                .isEmpty();
    }

    private Page<UUID> page(UUID team, PageRequest request) {
        return pageOf(team, request).orElseThrow();
    }

    private Optional<Page<UUID>> pageOf(UUID team, PageRequest request) {
        return database.inTransaction(
                tx -> Keyset.page(tx, "id", "api_keys", team, request, (row, _) -> row.getObject(1, UUID.class)));
    }

    private UUID insertKey(UUID team) {
        clock.advance(java.time.Duration.ofMillis(1));
        UUID id = Ids.next(clock.instant());
        database.useTransaction(tx -> tx.handle()
                .execute(
                        "insert into api_keys (id, team_id, name, token_hash, permission, created_at)"
                                + " values (?, ?, 'k', ?, 'full_access', now())",
                        id,
                        team,
                        id.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        return id;
    }

    private void insertTeams(List<UUID> ids) {
        database.useTransaction(tx -> insertTeams(tx, ids));
    }

    private void insertTeams(Transaction tx, List<UUID> ids) {
        for (UUID id : ids) tx.handle().execute("insert into teams (id, name, created_at) values (?, 't', now())", id);
    }

    private List<UUID> teams() {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select id from teams")
                .mapTo(UUID.class)
                .list());
    }
}
