package dev.pennypost.accounts;

import static dev.pennypost.accounts.World.done;
import static dev.pennypost.accounts.World.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import dev.pennypost.teams.TeamId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Teams change hands and go, and so do accounts.
class TeamsOfPeopleTest {
    private final World world = new World();
    private final Members members = world.accounts.members();
    private final TeamId team = world.team("Second");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void handsATeamOverToAnotherMember() {
        var ann = world.person("owner@post.test", team, Role.OWNER);
        var bob = world.person("heir@post.test", team, Role.VIEWER);
        assertThat(members.handOver(bob.id(), team, bob.id())).contains(new AccountProblem.NotAllowed());
        assertThat(members.handOver(ann.id(), team, ann.id())).contains(new AccountProblem.NotFound());
        assertThat(members.handOver(ann.id(), team, bob.id())).isEmpty();
        assertThat(members.member(team, bob.id()).orElseThrow().role()).isEqualTo(Role.OWNER);
        assertThat(members.member(team, ann.id()).orElseThrow().role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void deletesATeamThatHasNothingToSendWith() {
        var ann = world.person("owner@post.test", team, Role.OWNER);
        var admin = world.person("admin@post.test", team, Role.ADMIN);
        assertThat(members.deleteTeam(admin.id(), team)).contains(new AccountProblem.NotAllowed());
        world.teamsInUse.add(team);
        assertThat(members.deleteTeam(ann.id(), team)).contains(new AccountProblem.TeamInUse());
        world.teamsInUse.remove(team);
        assertThat(members.deleteTeam(ann.id(), team)).isEmpty();
        assertThat(members.team(team)).isEmpty();
        assertThat(members.deleteTeam(ann.id(), team)).contains(new AccountProblem.NotFound());
    }

    @Test
    void keepsTheTeamThatOperatesTheInstallation() {
        assertThat(members.deleteTeam(new Doer.Operator(), world.first)).contains(new AccountProblem.FirstTeam());
    }

    @Test
    void letsAProgramDoWhatAnAdminMay() {
        var program = new Doer.Program();
        var owner = world.person("owner@post.test", team, Role.OWNER);
        var viewer = world.person("viewer@post.test", team, Role.VIEWER);
        assertThat(refused(members.changeRole(program, team, viewer.id(), Role.OWNER)))
                .isEqualTo(new AccountProblem.NotAllowed());
        assertThat(members.remove(program, team, owner.id())).contains(new AccountProblem.NotAllowed());
        assertThat(refused(members.invite(program, team, "new@post.test", Role.OWNER)))
                .isEqualTo(new AccountProblem.NotAllowed());
        assertThat(members.deleteTeam(program, team)).contains(new AccountProblem.NotAllowed());
        done(members.changeRole(program, team, viewer.id(), Role.ADMIN));
        assertThat(done(members.invite(program, team, "new@post.test", Role.ADMIN))
                        .invitation()
                        .invitedBy())
                .isNull();
        assertThat(members.remove(program, team, viewer.id())).isEmpty();
    }

    @Test
    void letsOperatorsPutPeopleIntoTeams() {
        var ann = world.person("owner@post.test", Role.OWNER);
        assertThat(done(members.put(team, "owner@post.test", Role.OWNER)).role())
                .isEqualTo(Role.OWNER);
        assertThat(refused(members.put(team, "owner@post.test", Role.ADMIN))).isEqualTo(new AccountProblem.LastOwner());
        assertThat(refused(members.put(team, "nobody@post.test", Role.ADMIN))).isEqualTo(new AccountProblem.NotFound());
        var made = done(members.createTeam("Third", "owner@post.test"));
        assertThat(members.member(made, ann.id()).orElseThrow().role()).isEqualTo(Role.OWNER);
    }

    @Test
    void deletesAnAccountUnlessATeamWouldBeLeftWithoutAnOwner() {
        var ann = world.person("owner@post.test", team, Role.OWNER);
        var session = world.session("owner@post.test");
        done(members.invite(ann.id(), team, "new@post.test", Role.VIEWER));
        assertThat(world.accounts.delete(session, new Secret("not the password")))
                .contains(new AccountProblem.WrongPassword());
        assertThat(world.accounts.delete(session, World.PASSWORD)).contains(new AccountProblem.LastOwner());
        assertThat(members.invitations(team)).hasSize(1);
        world.person("heir@post.test", team, Role.OWNER);
        assertThat(world.accounts.delete(session, World.PASSWORD)).isEmpty();
        assertThat(world.accounts.person(ann.id())).isEmpty();
        assertThat(members.invitations(team)).isEmpty();
    }
}
