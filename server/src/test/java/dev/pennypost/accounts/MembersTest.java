package dev.pennypost.accounts;

import static dev.pennypost.accounts.World.done;
import static dev.pennypost.accounts.World.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pennypost.audit.TestsAct;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MembersTest {
    private final World world = new World();
    private final Members members = world.accounts.members();
    private final Person ann = world.person("ann@post.test", Role.OWNER);
    private final Person bob = world.person("bob@post.test", Role.DEVELOPER);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void namesThemWithTheirRoles() {
        assertThat(members.of(world.first))
                .containsExactly(
                        new Member(ann, Role.OWNER, ann.createdAt()), new Member(bob, Role.DEVELOPER, bob.createdAt()));
        assertThat(members.of(world.team("Other"))).isEmpty();
    }

    @Test
    void changesARoleAtOnceInSessionsThatAreOpen() {
        var token = world.accounts.sessions().begin(bob, World.HERE);
        assertThat(done(members.changeRole(ann.id(), world.first, bob.id(), Role.VIEWER))
                        .role())
                .isEqualTo(Role.VIEWER);
        assertThat(world.session(token).may(world.first, Permission.SEND)).isFalse();
    }

    @Test
    void letsNobodyGrantMoreThanTheyAre() {
        var eve = world.person("eve@post.test", Role.ADMIN);
        assertThat(refused(members.changeRole(eve.id(), world.first, eve.id(), Role.OWNER)))
                .isEqualTo(new AccountProblem.NotAllowed());
        assertThat(refused(members.changeRole(eve.id(), world.first, ann.id(), Role.VIEWER)))
                .isEqualTo(new AccountProblem.NotAllowed());
        assertThat(members.remove(eve.id(), world.first, ann.id())).contains(new AccountProblem.NotAllowed());
        assertThat(refused(members.changeRole(bob.id(), world.first, bob.id(), Role.ADMIN)))
                .isEqualTo(new AccountProblem.NotAllowed());
        done(members.changeRole(eve.id(), world.first, bob.id(), Role.ADMIN));
    }

    @Test
    void keepsOutWhoBelongsToAnotherTeam() {
        var other = world.team("Other");
        var mallory = world.person("mallory@post.test", other, Role.OWNER);
        assertThat(refused(members.changeRole(mallory.id(), world.first, bob.id(), Role.VIEWER)))
                .isEqualTo(new AccountProblem.NotAllowed());
        assertThat(members.remove(mallory.id(), world.first, bob.id())).contains(new AccountProblem.NotAllowed());
        assertThat(members.renameTeam(mallory.id(), world.first, "Mine")).contains(new AccountProblem.NotAllowed());
        assertThat(refused(members.changeRole(mallory.id(), other, bob.id(), Role.VIEWER)))
                .isEqualTo(new AccountProblem.NotFound());
    }

    @Test
    void removesAMemberAndEndsTheirSessions() {
        var token = world.accounts.sessions().begin(bob, World.HERE);
        assertThat(members.remove(ann.id(), world.first, bob.id())).isEmpty();
        assertThat(world.accounts.sessions().find(token.reveal())).isEmpty();
        assertThat(members.of(world.first)).extracting(Member::person).containsExactly(ann);
    }

    @Test
    void letsWhoLeavesStaySignedIn() {
        var token = world.accounts.sessions().begin(bob, World.HERE);
        assertThat(members.remove(bob.id(), world.first, bob.id())).isEmpty();
        assertThat(world.session(token).memberships()).isEmpty();
    }

    @Test
    void keepsTheLastOwner() {
        assertThat(members.remove(ann.id(), world.first, ann.id())).contains(new AccountProblem.LastOwner());
        assertThat(refused(members.changeRole(ann.id(), world.first, ann.id(), Role.ADMIN)))
                .isEqualTo(new AccountProblem.LastOwner());
        done(members.changeRole(ann.id(), world.first, bob.id(), Role.OWNER));
        assertThat(members.remove(ann.id(), world.first, ann.id())).isEmpty();
    }

    @Test
    void keepsAnOwnerWhenTwoLeaveAtOnce() throws Exception {
        for (int round = 0; round < 10; round++) {
            var team = world.team("Team");
            var one = world.person("one" + round + "@post.test", team, Role.OWNER);
            var two = world.person("two" + round + "@post.test", team, Role.OWNER);
            assertThat(leaving(team, one, two))
                    .containsExactlyInAnyOrder(Optional.empty(), Optional.of(new AccountProblem.LastOwner()));
            assertThat(members.of(team)).hasSize(1);
        }
    }

    private List<Optional<AccountProblem>> leaving(TeamId team, Person... persons) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var leaving = List.of(persons).stream()
                    .<Callable<Optional<AccountProblem>>>map(
                            person -> TestsAct.by(() -> members.remove(person.id(), team, person.id())))
                    .toList();
            return threads.invokeAll(leaving).stream()
                    .map(one -> one.resultNow())
                    .toList();
        }
    }

    @Test
    void makesAFurtherTeam() {
        var token = world.accounts.sessions().begin(bob, World.HERE);
        world.clock.advance(Duration.ofMinutes(1));
        var made = done(members.createTeam(bob.id(), " Acme "));
        assertThat(made.teamName()).isEqualTo("Acme");
        var session = world.session(token);
        assertThat(session.memberships())
                .extracting(Membership::teamName, Membership::role)
                .containsExactly(tuple("Acme", Role.OWNER), tuple("Default", Role.DEVELOPER));
        assertThat(session.may(made.team(), Permission.OPERATE_QUEUE)).isFalse();
        assertThat(members.renameTeam(bob.id(), made.team(), "Acme Ltd")).isEmpty();
        assertThat(world.session(token).in(made.team()).orElseThrow().teamName())
                .isEqualTo("Acme Ltd");
    }

    @Test
    void letsOnlyOperatorsMakeTeamsWhereThatIsWanted() {
        var config = new AccountsConfig("", Duration.ofHours(12), Duration.ofDays(30), false);
        var strict = world.node(config, World.CHEAP, true, OidcConfig.OFF, "https://post.test")
                .members();
        assertThat(refused(strict.createTeam(bob.id(), "Acme"))).isEqualTo(new AccountProblem.NotAllowed());
        done(strict.createTeam(ann.id(), "Acme"));
    }
}
