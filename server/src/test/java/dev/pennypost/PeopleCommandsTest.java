package dev.pennypost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.Records;
import dev.pennypost.cli.Cli;
import dev.pennypost.cli.Prompt;
import dev.pennypost.cli.Surroundings;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./pennypost account …` and `./pennypost team …` on a database.
class PeopleCommandsTest {
    private static final String PASSWORD = "correct horse battery\n";

    @TempDir
    private Path folder;

    private final Database.Address address = TestPostgres.freshDatabase();
    private final Database database = Database.open(address, 2, InstantSource.system());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void makeTheFirstAccountTheOwnerOfTheFirstTeam() {
        assertThat(run("account", "list")).isEmpty();
        assertThat(err.toString(UTF_8)).endsWith("Nobody has an account yet.\n");
        assertThat(failing("account", "create", "--email", "bob@post.test", "--role", "developer"))
                .isEqualTo("a team would be left without an owner; make somebody else one first");
        run("account", "create", "--email", "ann@post.test", "--name", "Ann");
        run("account", "create", "--email", "bob@post.test");
        assertThat(run("account", "list"))
                .isEqualTo("ann@post.test  Ann  owner of Default\nbob@post.test  bob  developer of Default\n");
        assertThat(failing("account", "create", "--email", "BOB@post.test"))
                .isEqualTo("BOB@post.test has an account already");
    }

    @Test
    void makeRenameAndDeleteTeams() {
        run("account", "create", "--email", "ann@post.test");
        String team =
                run("team", "create", "Second", "--owner", "ann@post.test").strip();
        assertThat(run("team", "list")).contains(team + "  Second\n", "  Default\n");
        run("team", "rename", "Other", "--team", team);
        run("account", "create", "--email", "bob@post.test");
        run("team", "add", "--email", "bob@post.test", "--role", "admin", "--team", team);
        assertThat(run("team", "members", "--team", team))
                .isEqualTo("ann@post.test  ann  owner\nbob@post.test  bob  admin\n");
        assertThat(failing("team", "remove", "--email", "ann@post.test", "--team", team))
                .isEqualTo("a team would be left without an owner; make somebody else one first");
        run("team", "remove", "--email", "bob@post.test", "--team", team);
        assertThat(failing("team", "remove", "--email", "bob@post.test", "--team", team))
                .isEqualTo("there is no such account, member or team");
        run("team", "delete", "--team", team);
        assertThat(run("team", "list")).doesNotContain("Other");
        assertThat(failing("team", "delete")).isEqualTo("this team operates the installation, and stays");
    }

    @Test
    void keepATeamThatHasKeys() {
        run("account", "create", "--email", "ann@post.test");
        String team =
                run("team", "create", "Second", "--owner", "ann@post.test").strip();
        database.useTransaction(tx -> tx.handle()
                .createUpdate("""
                    insert into api_keys (id, team_id, name, token_hash, permission, created_at)
                    values (:id, :team, 'ci', '\\x00', 'full_access', now())""")
                .bind("id", UUID.randomUUID())
                .bind("team", UUID.fromString(team))
                .execute());
        assertThat(failing("team", "delete", "--team", team))
                .isEqualTo("the team still has domains or API keys; remove them first");
    }

    @Test
    void deleteAccountsThatNoTeamNeeds() {
        run("account", "create", "--email", "ann@post.test");
        run("account", "create", "--email", "bob@post.test");
        assertThat(failing("account", "delete", "--email", "ann@post.test"))
                .isEqualTo("a team would be left without an owner; make somebody else one first");
        run("team", "add", "--email", "bob@post.test", "--role", "owner");
        run("account", "delete", "--email", "ann@post.test");
        assertThat(run("account", "list")).isEqualTo("bob@post.test  bob  owner of Default\n");
    }

    @Test
    void areInTheAuditLogAsTheOperators() {
        run("account", "create", "--email", "ann@post.test");
        run("account", "reset-password", "--email", "ann@post.test");
        run("account", "create", "--email", "bob@post.test");
        run("team", "add", "--email", "bob@post.test", "--role", "admin");
        run("account", "delete", "--email", "bob@post.test");
        TeamId first = new Teams(database, InstantSource.system()).first();
        assertThat(Records.deeds(database, first.value()))
                .containsExactly(
                        "command line: team.created",
                        "command line: person.created",
                        "command line: person.password_changed",
                        "command line: person.created",
                        "command line: member.updated",
                        "command line: person.deleted");
        assertThat(Records.of(database, first.value()).toString()).doesNotContain(PASSWORD.strip());
    }

    /// What a command prints that succeeds.
    private String run(String... arguments) {
        assertThat(exit(arguments)).as(() -> err.toString(UTF_8)).isZero();
        return out.toString(UTF_8);
    }

    /// Why a command fails.
    private String failing(String... arguments) {
        err.reset();
        assertThat(exit(arguments)).isEqualTo(1);
        return err.toString(UTF_8).lines().toList().getLast().replaceFirst("^pennypost: ", "");
    }

    private int exit(String... arguments) {
        out.reset();
        var environment = Map.of(
                "PENNYPOST_DATA_DIR",
                folder.toString(),
                "PENNYPOST_STORAGE_URL",
                address.url(),
                "PENNYPOST_STORAGE_USER",
                address.user(),
                "PENNYPOST_STORAGE_PASSWORD",
                address.password(),
                "PENNYPOST_STORAGE_CONNECTIONS",
                "2");
        return Cli.run(
                new Surroundings(
                        environment,
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        new Launch(),
                        Prompt.of(new ByteArrayInputStream(PASSWORD.getBytes(UTF_8)))),
                arguments);
    }
}
