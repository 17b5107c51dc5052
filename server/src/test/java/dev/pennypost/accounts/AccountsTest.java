package dev.pennypost.accounts;

import static dev.pennypost.accounts.World.HERE;
import static dev.pennypost.accounts.World.PASSWORD;
import static dev.pennypost.accounts.World.done;
import static dev.pennypost.accounts.World.in;
import static dev.pennypost.accounts.World.out;
import static dev.pennypost.accounts.World.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.TestsAct;
import dev.pennypost.config.Secret;
import dev.pennypost.teams.TeamId;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private final World world = new World();
    private final Accounts accounts = world.accounts;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void isEmptyUntilSomebodyHasAnAccount() {
        assertThat(accounts.isEmpty()).isTrue();
        done(accounts.createFirst(ann(), accounts.setupToken()));
        assertThat(accounts.isEmpty()).isFalse();
    }

    @Test
    void makesTheFirstAccountOwnerOfTheFirstTeam() {
        var ann = done(accounts.createFirst(ann(), accounts.setupToken()));
        var membership = world.session("ann@post.test").in(world.first).orElseThrow();
        assertThat(ann.name()).isEqualTo("Ann");
        assertThat(membership).isEqualTo(new Membership(world.first, "Default", Role.OWNER, true));
        assertThat(membership.may(Permission.OPERATE_QUEUE)).isTrue();
    }

    @Test
    void refusesTheFirstAccountWithoutTheToken() {
        assertThat(refused(accounts.createFirst(ann(), "guessed")))
                .isEqualTo(new AccountProblem.WrongSetupToken());
        assertThat(accounts.isEmpty()).isTrue();
    }

    @Test
    void comesWithTheSameSetupTokenAtEveryNode() {
        assertThat(world.node(World.CHEAP).setupToken()).isEqualTo(accounts.setupToken()).hasSize(43);
    }

    @Test
    void letsOneOfManyMakeTheFirstAccount() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries = IntStream.range(0, 8)
                    .<Callable<AccountResult<Person>>>mapToObj(i -> TestsAct.by(() -> accounts.createFirst(
                            new NewPerson("p" + i + "@post.test", "", PASSWORD), accounts.setupToken())))
                    .toList();
            var results = threads.invokeAll(tries).stream()
                    .map(one -> one.resultNow())
                    .collect(Collectors.partitioningBy(AccountResult.Done.class::isInstance));
            assertThat(results.get(true)).hasSize(1);
            assertThat(results.get(false))
                    .hasSize(7)
                    .allSatisfy(one -> assertThat(refused(one)).isEqualTo(new AccountProblem.NotFirst()));
        }
        assertThat(accounts.all()).hasSize(1);
    }

    @Test
    void tellsAccountsApartWithoutRegardToCase() {
        world.person("Ann@Post.Test", Role.OWNER);
        assertThat(refused(accounts.create(ann(), world.first, Role.VIEWER)))
                .isEqualTo(new AccountProblem.AddressTaken("ann@post.test"));
        in(accounts.signIn().password(" ANN@post.test ", PASSWORD, HERE));
    }

    @Test
    void refusesWhatIsNoAddressAndNoName() {
        assertThat(refused(make("ann", "Ann", "correct horse"))).isInstanceOf(AccountProblem.BadAddress.class);
        assertThat(refused(make("ann@post.test", "A\nB", "correct horse"))).isEqualTo(new AccountProblem.BadName(100));
        assertThat(refused(make("ann@post.test", "x".repeat(101), "correct horse")))
                .isEqualTo(new AccountProblem.BadName(100));
        assertThat(done(make("ann@post.test", " ", "correct horse")).name()).isEqualTo("ann");
    }

    @Test
    void refusesATeamThatDoesNotExist() {
        var nowhere = new TeamId(new UUID(1, 2));
        assertThat(refused(accounts.create(ann(), nowhere, Role.OWNER))).isEqualTo(new AccountProblem.NotFound());
    }

    @Test
    void refusesPasswordsThatAreGuessedFirst() {
        assertThat(problem("short")).isEqualTo(new AccountProblem.PasswordTooShort(10));
        assertThat(problem("x1".repeat(128) + "y")).isEqualTo(new AccountProblem.PasswordTooLong(256));
        assertThat(problem("Ann@POST.test")).isEqualTo(new AccountProblem.PasswordIsAddress());
        for (String common : new String[] {"Password123", "1234567890", "qwertyuiop", "abababababab", "0987654321"})
            assertThat(problem(common)).as(common).isEqualTo(new AccountProblem.PasswordIsCommon());
    }

    @Test
    void keepsPasswordsAsArgon2idWithASaltOfTheirOwn() {
        world.person("ann@post.test", Role.OWNER);
        world.person("bob@post.test", Role.OWNER);
        var kept = world.database.inTransaction(tx -> tx.handle()
                .createQuery("select password from people")
                .mapTo(String.class)
                .list());
        assertThat(kept).doesNotHaveDuplicates().allSatisfy(one -> assertThat(one)
                .matches("\\$argon2id\\$v=19\\$m=64,t=1,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}"));
        assertThat(world.everythingIn("people")).doesNotContain(PASSWORD.reveal());
    }

    @Test
    void makesAnOldHashDearerWhenItsOwnerSignsIn() {
        world.person("ann@post.test", Role.OWNER);
        var dearer = world.node(new Argon2(128, 2, 1));
        in(dearer.signIn().password("ann@post.test", PASSWORD, HERE));
        assertThat(world.everythingIn("people")).contains("$m=128,t=2,p=1$");
        in(dearer.signIn().password("ann@post.test", PASSWORD, HERE));
    }

    @Test
    void changesThePasswordAndEndsOtherSessions() {
        world.person("ann@post.test", Role.OWNER);
        var other = in(accounts.signIn().password("ann@post.test", PASSWORD, HERE)).token();
        var session = in(accounts.signIn().password("ann@post.test", PASSWORD, HERE)).token();
        var wanted = new Secret("another horse battery");

        assertThat(accounts.changePassword(world.session(session), PASSWORD, wanted)).isEmpty();

        assertThat(accounts.sessions().find(session.reveal())).isPresent();
        assertThat(accounts.sessions().find(other.reveal())).isEmpty();
        out(accounts.signIn().password("ann@post.test", PASSWORD, HERE));
        in(accounts.signIn().password("ann@post.test", wanted, HERE));
    }

    @Test
    void asksForTheOldPasswordAndSlowsDownGuessingIt() {
        world.person("ann@post.test", Role.OWNER);
        var session = world.session("ann@post.test");
        var wrong = new Secret("wrong horse battery");
        for (int i = 0; i < 6; i++)
            assertThat(accounts.changePassword(session, wrong, PASSWORD)).contains(new AccountProblem.WrongPassword());
        assertThat(accounts.changePassword(session, PASSWORD, wrong))
                .get()
                .isInstanceOf(AccountProblem.TooManyAttempts.class);
    }

    @Test
    void letsOperatorsReplaceAPassword() {
        world.person("ann@post.test", Role.OWNER);
        var session = in(accounts.signIn().password("ann@post.test", PASSWORD, HERE)).token();
        var wanted = new Secret("another horse battery");
        assertThat(accounts.setPassword("Ann@post.test", wanted)).isEmpty();
        assertThat(accounts.sessions().find(session.reveal())).isEmpty();
        assertThat(accounts.setPassword("nobody@post.test", wanted)).contains(new AccountProblem.NotFound());
    }

    @Test
    void changesTheName() {
        var ann = world.person("ann@post.test", Role.OWNER);
        assertThat(done(accounts.changeName(ann.id(), "  Ann Other ")).name()).isEqualTo("Ann Other");
        assertThat(accounts.person(ann.id()).orElseThrow().name()).isEqualTo("Ann Other");
        assertThat(refused(accounts.changeName(ann.id(), ""))).isEqualTo(new AccountProblem.BadName(100));
    }

    private static NewPerson ann() {
        return new NewPerson("ann@post.test", "Ann", PASSWORD);
    }

    private AccountResult<Person> make(String email, String name, String password) {
        return accounts.create(new NewPerson(email, name, new Secret(password)), world.first, Role.VIEWER);
    }

    private AccountProblem problem(String password) {
        return refused(make("ann@post.test", "Ann", password));
    }
}
