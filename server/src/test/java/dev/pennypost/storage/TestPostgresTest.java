package dev.pennypost.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPostgresTest {
    @TempDir
    Path temporary;

    @Test
    void givesEveryTestAnEmptyDatabaseOfItsOwn() throws SQLException {
        var one = TestPostgres.freshDatabase();
        execute(one, "create table letters (id int)");
        var two = TestPostgres.freshDatabase();
        execute(two, "create table letters (id int)");
        assertThat(one.url()).isNotEqualTo(two.url());
    }

    @Test
    void copiesATemplateWithEverythingInIt() throws SQLException {
        var template = TestPostgres.freshDatabase();
        execute(template, "create table letters (id int)");
        var copy = TestPostgres.copyOf(template.url().substring(template.url().lastIndexOf('/') + 1));
        execute(copy, "insert into letters values (1)");
    }

    @Test
    void deletesWhatAKilledRunLeftBehind() throws Exception {
        Process run = new ProcessBuilder("true").start();
        Path data = temporary.resolve(Long.toString(run.pid()));
        run.waitFor();
        try (var holder = PostgresHolder.start(data, EmbeddedPostgres.defaultCache())) {
            long orphan = holder.awaitServer();
            holder.kill();
            TestPostgres.deleteLeftovers(temporary);
            assertThat(ProcessHandle.of(orphan)
                            .flatMap(process -> process.info().command()))
                    .isEmpty();
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void leavesTheFolderOfARunningJvmAlone() throws IOException {
        Path theirs = Files.createDirectory(temporary.resolve(
                Long.toString(ProcessHandle.current().parent().orElseThrow().pid())));
        TestPostgres.deleteLeftovers(temporary);
        assertThat(theirs).exists();
    }

    private static void execute(Database.Address address, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
