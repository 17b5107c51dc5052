package dev.pennypost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.Settings;
import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.accounts.Membership;
import dev.pennypost.accounts.NewPerson;
import dev.pennypost.accounts.Person;
import dev.pennypost.accounts.PersonId;
import dev.pennypost.accounts.Role;
import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Actor;
import dev.pennypost.audit.Origin;
import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.config.Secret;
import dev.pennypost.domains.DomainId;
import dev.pennypost.keys.Permission;
import dev.pennypost.logging.LogConfig;
import dev.pennypost.logging.LogFormat;
import dev.pennypost.logging.LogLevel;
import dev.pennypost.logging.Logging;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.TeamLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
    private static final UUID ID = UUID.fromString("0191f2e4-7d3b-7c55-a1b2-0c8f6e2d4a91");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final List<Object> asked = new ArrayList<>();
    private TeamLimits limits = new TeamLimits(5, 100L, null);
    private Optional<String> contact = Optional.empty();
    private @Nullable Actor actor;
    private Optional<AccountProblem> refusal = Optional.empty();
    private List<Accounts.Entry> people = List.of();
    private String typed = "";
    private RuntimeException failure = new CannotStart("no server in this test");

    @AfterEach
    void leaveTheLogToOthers() {
        Logging.start(new LogConfig(LogFormat.TEXT, LogLevel.INFO), LogFormat.TEXT, System.err);
    }

    @Test
    void printsTheVersion() {
        assertThat(run("version")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("pennypost ").contains("(Java 25");
    }

    @Test
    void helpsEachCommand() {
        assertThat(run("dev", "--help")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("Usage: pennypost dev")
                .contains("--data=DIR", "--http-port=N", "--smtp-port=N", "--submission-port=N", "--dns-port=N")
                .contains("--ready-file=FILE", "--open", "--deliver-to=HOST:PORT");
    }

    @Test
    void printsTheTemplateForDnsHosts() {
        environment.put("PENNYPOST_DOMAIN_CONNECT_PROVIDER_ID", "post.test");
        assertThat(run("domain-connect", "template")).isZero();
        assertThat(out.toString(UTF_8)).contains("\"providerId\" : \"post.test\"", "\"SPFM\"");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void writesAllThatDnsHostsAskFor() {
        environment.put("PENNYPOST_DOMAIN_CONNECT_PROVIDER_ID", "post.test");
        environment.put("PENNYPOST_DATA_DIR", folder.resolve("data").toString());
        assertThat(run(
                        "domain-connect",
                        "template",
                        "--out",
                        folder.resolve("pr").toString()))
                .isZero();
        assertThat(folder.resolve("pr")).isDirectoryContaining("glob:**/post.test.mail.json");
        assertThat(folder.resolve("pr/public-key.zone")).content().startsWith("_dcpubkeyv1.post.test. 3600 IN TXT");
        assertThat(folder.resolve("data/domain-connect.pem")).exists();
    }

    @Test
    void hasNoTemplateBeforeItKnowsWhoTheOperatorIs() {
        assertThat(run("domain-connect", "template")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("set domain-connect.provider-id");
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        assertThat(run("dev", "--http-prot", "1")).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .startsWith("pennypost: Unknown option")
                .contains("Try './pennypost dev --help'.");
        assertThat(run("frobnicate")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void keepsTheSandboxOnLoopbackWhateverTheEnvironmentSays() {
        environment.put("PENNYPOST_STORAGE_URL", "postgres://elsewhere/db");
        environment.put("PENNYPOST_DELIVERY_TRANSPORT", "far.test=192.0.2.1:25,near.test=127.0.0.1:2525");
        environment.put("PENNYPOST_HTTP_LISTEN", "0.0.0.0:80");
        environment.put("PENNYPOST_SUBMISSION_LISTEN", "0.0.0.0:587");
        environment.put("PENNYPOST_SUBMISSION_IMPLICIT_TLS_LISTEN", "0.0.0.0:465");
        run("dev", "--data", folder.toString(), "--http-port", "0", "--smtp-port", "1", "--dns-port", "2");
        Settings settings = settingsAsked();
        assertThat(settings.storage().url()).isEmpty();
        assertThat(settings.delivery()
                        .allTo("sandbox.test", HostPort.parse("127.0.0.1:1"))
                        .transport())
                .isEqualTo(Map.of("*", HostPort.parse("127.0.0.1:1"), "near.test", HostPort.parse("127.0.0.1:2525")));
        assertThat(settings.http().listen()).isEqualTo(HostPort.parse("127.0.0.1:0"));
        assertThat(settings.submission().listen()).containsExactly(HostPort.parse("127.0.0.1:2587"));
        assertThat(settings.submission().implicitTlsListen()).isEmpty();
        assertThat(settings.dataDir()).isEqualTo(folder);
        assertThat(asked.get(1)).isEqualTo(new Sandbox(1, 2, null));
        assertThat(err.toString(UTF_8))
                .contains(
                        "dev ignores PENNYPOST_STORAGE_URL",
                        "dev ignores delivery.transport of far.test",
                        "dev ignores PENNYPOST_HTTP_LISTEN");
    }

    @Test
    void usesTheWellKnownPortsAndTheFolderOfTheEnvironmentInTheSandbox() {
        environment.put("PENNYPOST_DATA_DIR", folder.toString());
        run("dev");
        assertThat(settingsAsked().http().listen()).isEqualTo(HostPort.parse("127.0.0.1:3460"));
        assertThat(settingsAsked().dataDir()).isEqualTo(folder);
        assertThat(settingsAsked().webhooks().privateAddresses()).isTrue();
        assertThat(asked.get(1)).isEqualTo(new Sandbox(3461, 3462, null));
    }

    @Test
    void deliversFromTheSandboxToThisMachineOnly() {
        run("dev", "--deliver-to", "localhost:2525");
        assertThat(asked.get(1)).isEqualTo(new Sandbox(3461, 3462, HostPort.parse("localhost:2525")));
        assertThat(run("dev", "--deliver-to", "192.0.2.1:25")).isEqualTo(2);
        assertThat(run("dev", "--deliver-to", "nowhere")).isEqualTo(2);
        assertThat(run("dev", "--smtp-port", "70000")).isEqualTo(2);
        assertThat(asked).hasSize(2);
    }

    @Test
    void forgetsTheReadyFileOfTheLastRun() throws IOException {
        Path ready = Files.writeString(folder.resolve("ready.json"), "{}");
        run("dev", "--ready-file", ready.toString());
        assertThat(ready).doesNotExist();
    }

    @Test
    void servesWithTheFileAndTheEnvironment() throws IOException {
        Path file = Files.writeString(folder.resolve("p.toml"), "http.listen = \"127.0.0.1:1\"\ndata-dir = \"/d\"");
        environment.put("PENNYPOST_DELIVERY_HELO_NAME", "mx.example.com");
        run("serve", "--config", file.toString());
        assertThat(settingsAsked().dataDir()).isEqualTo(Path.of("/d"));
        assertThat(settingsAsked().delivery().heloName()).isEqualTo("mx.example.com");
    }

    @Test
    void refusesABadConfigurationWithoutStarting() {
        environment.put("PENNYPOST_DELIVERY_HELO", "x");
        assertThat(run("serve")).isEqualTo(2);
        assertThat(asked).isEmpty();
        assertThat(err.toString(UTF_8))
                .isEqualTo("pennypost: unknown variable PENNYPOST_DELIVERY_HELO in the environment;"
                        + " did you mean PENNYPOST_DELIVERY_HELO_NAME?\n");
    }

    @Test
    void toleratesTheVariablesOfTheLauncherScript() {
        environment.put("PENNYPOST_JAVA_HOME", "/jdk");
        environment.put("PENNYPOST_JAVA_OPTS", "-Xmx1g");
        assertThat(run("config", "print")).isZero();
    }

    @Test
    void printsTheConfigurationWithSecretsMasked() {
        environment.put("PENNYPOST_STORAGE_PASSWORD", "hush");
        assertThat(run("config", "print")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("password = \"•••\"  # environment PENNYPOST_STORAGE_PASSWORD")
                .contains("data-dir = \"./data\"  # default")
                .doesNotContain("hush");
    }

    @Test
    void printsANewKeyAloneOnItsLine() {
        assertThat(run(
                        "keys",
                        "create",
                        "--name",
                        "ci",
                        "--data",
                        folder.toString(),
                        "--permission",
                        "sending_access",
                        "--domain",
                        ID.toString()))
                .isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("re_test\n");
        assertThat(settingsAsked().dataDir()).isEqualTo(folder);
        assertThat(asked.get(1)).isEqualTo(new NewKey("ci", Permission.SENDING_ACCESS, new DomainId(ID)));
    }

    @Test
    void asksForAKeysNameAndOnePlace() {
        assertThat(run("keys", "create")).isEqualTo(2);
        assertThat(run("keys", "create", "--name", "a", "--data", "d", "--config", "c"))
                .isEqualTo(2);
        assertThat(run("keys", "create", "--name", "a", "--permission", "all")).isEqualTo(2);
        assertThat(run("keys", "create", "--name", "a", "--domain", "x")).isEqualTo(2);
        assertThat(asked).isEmpty();
    }

    @Test
    void showsWhatATeamMayDoAndChangesWhatIsTyped() {
        assertThat(run("team", "limits", "--data", folder.toString())).isZero();
        assertThat(out.toString(UTF_8))
                .isEqualTo("requests per second: 5\nemails per day: 100\nemails per month: none\n");
        assertThat(settingsAsked().dataDir()).isEqualTo(folder);
        out.reset();
        assertThat(run(
                        "team",
                        "limits",
                        "--team",
                        ID.toString(),
                        "--requests-per-second",
                        "default",
                        "--emails-per-day",
                        "none",
                        "--emails-per-month",
                        "3000"))
                .isZero();
        assertThat(asked).contains(new TeamId(ID));
        assertThat(out.toString(UTF_8))
                .isEqualTo("requests per second: default\nemails per day: none\nemails per month: 3000\n");
        assertThat(run("team", "limits", "--emails-per-day", "-1")).isEqualTo(2);
        assertThat(run("team", "limits", "--requests-per-second", "3000000000")).isEqualTo(2);
        assertThat(run("team", "limits", "--team", "acme")).isEqualTo(2);
    }

    @Test
    void whatCommandsChangeIsChangedByTheOperator() {
        assertThat(run("keys", "create", "--name", "ci", "--data", folder.toString()))
                .isZero();
        assertThat(actor).isEqualTo(new Actor.Operator("command line", Origin.HERE));
    }

    @Test
    void showsWhereNoticesToATeamGoAndChangesIt() {
        assertThat(run("team", "contact", "--data", folder.toString())).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("contact: none\n");
        out.reset();
        assertThat(run("team", "contact", "--team", ID.toString(), "ops@acme.test"))
                .isZero();
        assertThat(asked).contains(new TeamId(ID));
        assertThat(run("team", "contact")).isZero();
        assertThat(run("team", "contact", "none")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("contact: ops@acme.test\ncontact: ops@acme.test\ncontact: none\n");
        assertThat(run("team", "contact", "nobody")).isEqualTo(2);
    }

    @Test
    void makesAnAccountWithAPasswordFromStandardInput() {
        typed = "correct horse battery\nmore";
        assertThat(run("account", "create", "--email", "ann@post.test", "--name", "Ann", "--data", folder.toString()))
                .isZero();
        assertThat(settingsAsked().dataDir()).isEqualTo(folder);
        assertThat(asked.get(1))
                .isEqualTo(new NewAccount(
                        new NewPerson("ann@post.test", "Ann", new Secret("correct horse battery")), null, null));
        assertThat(out.toString(UTF_8)).isEqualTo("ann@post.test may sign in now.\n");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void makesAnAccountInATeamWithARole() {
        typed = "correct horse battery";
        assertThat(run("account", "create", "--email", "a@post.test", "--team", ID.toString(), "--role", "viewer"))
                .isZero();
        assertThat(asked.get(1)).isInstanceOfSatisfying(NewAccount.class, account -> {
            assertThat(account.team()).isEqualTo(new TeamId(ID));
            assertThat(account.role()).isEqualTo(Role.VIEWER);
        });
        assertThat(run("account", "create", "--email", "a@post.test", "--role", "king"))
                .isEqualTo(2);
        assertThat(run("account", "create", "--email", "a@post.test", "--password", "x"))
                .isEqualTo(2);
    }

    @Test
    void saysWhyAnAccountIsRefused() {
        typed = "short";
        refusal = Optional.of(new AccountProblem.PasswordTooShort(10));
        assertThat(run("account", "create", "--email", "ann@post.test")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).isEqualTo("pennypost: a password has at least 10 characters\n");
    }

    @Test
    void wantsAPassword() {
        assertThat(run("account", "reset-password", "--email", "ann@post.test")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("no password");
    }

    @Test
    void replacesAPassword() {
        typed = "correct horse battery\n";
        assertThat(run("account", "reset-password", "--email", "ann@post.test")).isZero();
        assertThat(asked.subList(1, 3)).containsExactly("ann@post.test", new Secret("correct horse battery"));
        assertThat(out.toString(UTF_8)).contains("signed out everywhere");
    }

    @Test
    void listsAccounts() {
        var ann = new Person(new PersonId(ID), "ann@post.test", "Ann", Instant.EPOCH);
        people = List.of(new Accounts.Entry(ann, List.of(new Membership(new TeamId(ID), "Acme", Role.OWNER, true))));
        assertThat(run("account", "list")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("ann@post.test  Ann  owner of Acme\n");
    }

    @Test
    void explainsInOneLineWhyItCannotStart() {
        failure = new CannotStart("another server uses /data");
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).isEqualTo("pennypost: another server uses /data\n");
    }

    @Test
    void explainsAPortInUse() {
        failure = new IllegalStateException("wrapped", new BindException("Address already in use"));
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).isEqualTo("pennypost: cannot listen: Address already in use\n");
    }

    @Test
    void explainsADatabaseThatIsAway() {
        failure = new IllegalStateException("wrapped", new SQLException("Connection to db:5432 refused.", "08001"));
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .isEqualTo("pennypost: cannot use the database: Connection to db:5432 refused.\n");
    }

    @Test
    void showsTheTraceOfABug() {
        failure = new IllegalStateException("index out of tune");
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("please report it", "index out of tune", "at dev.pennypost.cli");
    }

    private int run(String... arguments) {
        return Cli.run(
                new Surroundings(
                        environment,
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        true,
                        new Recorder(),
                        Prompt.of(new ByteArrayInputStream(typed.getBytes(UTF_8)))),
                arguments);
    }

    private Settings settingsAsked() {
        return (Settings) asked.getFirst();
    }

    private final class Recorder extends IdleLauncher {
        @Override
        public Optional<AccountProblem> createAccount(Settings settings, NewAccount account) {
            asked.addAll(List.of(settings, account));
            return refusal;
        }

        @Override
        public Optional<AccountProblem> resetPassword(Settings settings, String email, Secret password) {
            asked.addAll(List.of(settings, email, password));
            return refusal;
        }

        @Override
        public List<Accounts.Entry> accounts(Settings settings) {
            asked.add(settings);
            return people;
        }

        @Override
        public HostPort operatorsOf(Settings settings) {
            asked.add(settings);
            throw failure;
        }

        @Override
        public Serving serve(Settings settings) {
            asked.add(settings);
            throw failure;
        }

        @Override
        public Serving dev(Settings settings, Sandbox sandbox) {
            asked.addAll(List.of(settings, sandbox));
            throw failure;
        }

        @Override
        public Optional<String> contactTeam(
                Settings settings, @Nullable TeamId team, UnaryOperator<Optional<String>> change) {
            asked.add(settings);
            if (team != null) asked.add(team);
            contact = change.apply(contact);
            return contact;
        }

        @Override
        public TeamLimits limitTeam(Settings settings, @Nullable TeamId team, UnaryOperator<TeamLimits> change) {
            asked.add(settings);
            if (team != null) asked.add(team);
            return change.apply(limits);
        }

        @Override
        public String createKey(Settings settings, NewKey key) {
            actor = Acting.now();
            asked.addAll(List.of(settings, key));
            return "re_test";
        }
    }
}
