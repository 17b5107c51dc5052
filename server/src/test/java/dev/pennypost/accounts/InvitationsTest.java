package dev.pennypost.accounts;

import static dev.pennypost.accounts.World.HERE;
import static dev.pennypost.accounts.World.PASSWORD;
import static dev.pennypost.accounts.World.done;
import static dev.pennypost.accounts.World.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.TestsAct;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvitationsTest {
    private final World world = new World();
    private final Members members = world.accounts.members();
    private final Person ann = world.person("ann@post.test", Role.OWNER);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void goByMailAndMakeAnAccount() {
        var invited = done(members.invite(ann.id(), world.first, "bob@post.test", Role.DEVELOPER));
        assertThat(invited.link()).isEmpty();
        assertThat(world.letters).singleElement().satisfies(letter -> {
            assertThat(letter.to()).isEqualTo("bob@post.test");
            assertThat(letter.text()).contains("ann invites you", "https://post.test/invitation/");
        });

        var invitation = members.invitation(token()).orElseThrow();
        assertThat(invitation.teamName()).isEqualTo("Default");
        assertThat(invitation.invitedBy()).isEqualTo("ann");
        done(members.accept(token(), new NewPerson("Bob@post.test", "Bob", PASSWORD)));

        assertThat(world.session("bob@post.test").in(world.first).orElseThrow().role())
                .isEqualTo(Role.DEVELOPER);
        assertThat(members.invitations(world.first)).isEmpty();
    }

    @Test
    void areLinksToHandOverWhereThereIsNoMail() {
        var members = world.node(World.CONFIG, World.CHEAP, false, OidcConfig.OFF, "https://post.test")
                .members();
        var invited = done(members.invite(ann.id(), world.first, "bob@post.test", Role.VIEWER));
        String token = invited.link().orElseThrow().replace("https://post.test/invitation/", "");
        assertThat(members.invitation(token)).isPresent();
        assertThat(invited.toString()).doesNotContain(token);
        assertThat(world.letters).isEmpty();
    }

    @Test
    void areAcceptedBySomebodyWhoHasAnAccount() {
        var other = world.team("Acme");
        world.person("bob@post.test", other, Role.OWNER);
        world.person("eve@post.test", other, Role.VIEWER);
        done(members.invite(ann.id(), world.first, "bob@post.test", Role.ADMIN));

        assertThat(refused(members.accept(token(), world.session("eve@post.test"))))
                .isEqualTo(new AccountProblem.ForAnother("bob@post.test"));
        assertThat(refused(members.accept(token(), new NewPerson("bob@post.test", "", PASSWORD))))
                .isEqualTo(new AccountProblem.SignInFirst("bob@post.test"));
        assertThat(refused(members.accept(token(), new NewPerson("mallory@post.test", "", PASSWORD))))
                .isEqualTo(new AccountProblem.ForAnother("bob@post.test"));
        assertThat(done(members.accept(token(), world.session("bob@post.test"))))
                .isEqualTo(new Membership(world.first, "Default", Role.ADMIN, true));
    }

    @Test
    void areAcceptedOnce() throws Exception {
        done(members.invite(ann.id(), world.first, "bob@post.test", Role.VIEWER));
        world.person("bob@post.test", world.team("Acme"), Role.OWNER);
        var session = world.session("bob@post.test");
        String token = token();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries = IntStream.range(0, 4)
                    .<Callable<AccountResult<Membership>>>mapToObj(
                            _ -> TestsAct.by(() -> members.accept(token, session)))
                    .toList();
            assertThat(threads.invokeAll(tries).stream().map(one -> one.resultNow()))
                    .filteredOn(AccountResult.Done.class::isInstance)
                    .hasSize(1);
        }
        assertThat(members.invitation(token)).isEmpty();
    }

    @Test
    void endAfterSevenDaysAndMayBeSentAgain() {
        var id = done(members.invite(ann.id(), world.first, "bob@post.test", Role.VIEWER))
                .invitation()
                .id();
        String old = token();
        world.clock.advance(Duration.ofDays(7));
        assertThat(members.invitation(old)).isEmpty();
        assertThat(refused(members.accept(old, new NewPerson("bob@post.test", "", PASSWORD))))
                .isEqualTo(new AccountProblem.Expired());
        assertThat(members.invitations(world.first)).hasSize(1);

        assertThat(done(members.resend(ann.id(), world.first, id)).invitation().endsAt())
                .isEqualTo(world.clock.instant().plus(Duration.ofDays(7)));
        assertThat(token()).isNotEqualTo(old);
        done(members.accept(token(), new NewPerson("bob@post.test", "", PASSWORD)));
    }

    @Test
    void replaceEarlierOnesForTheSameAddress() {
        done(members.invite(ann.id(), world.first, "bob@post.test", Role.ADMIN));
        String old = token();
        done(members.invite(ann.id(), world.first, "Bob@Post.test", Role.VIEWER));
        assertThat(members.invitation(old)).isEmpty();
        assertThat(members.invitations(world.first))
                .singleElement()
                .satisfies(one -> assertThat(one.role()).isEqualTo(Role.VIEWER));
    }

    @Test
    void areTakenBack() {
        var other = world.team("Acme");
        var mallory = world.person("mallory@post.test", other, Role.OWNER);
        var id = done(members.invite(ann.id(), world.first, "bob@post.test", Role.VIEWER))
                .invitation()
                .id();
        assertThat(members.revoke(mallory.id(), world.first, id)).contains(new AccountProblem.NotAllowed());
        assertThat(members.revoke(mallory.id(), other, id)).contains(new AccountProblem.NotFound());
        assertThat(members.revoke(ann.id(), world.first, id)).isEmpty();
        assertThat(members.invitation(token())).isEmpty();
    }

    @Test
    void grantNoMoreThanWhoInvitesHas() {
        var eve = world.person("eve@post.test", Role.ADMIN);
        var dan = world.person("dan@post.test", Role.DEVELOPER);
        assertThat(refused(members.invite(eve.id(), world.first, "bob@post.test", Role.OWNER)))
                .isEqualTo(new AccountProblem.NotAllowed());
        assertThat(refused(members.invite(dan.id(), world.first, "bob@post.test", Role.VIEWER)))
                .isEqualTo(new AccountProblem.NotAllowed());
        var owner = done(members.invite(ann.id(), world.first, "bob@post.test", Role.OWNER))
                .invitation();
        assertThat(refused(members.resend(eve.id(), world.first, owner.id())))
                .isEqualTo(new AccountProblem.NotAllowed());
    }

    @Test
    void goWithWhoeverMadeThem() {
        var eve = world.person("eve@post.test", Role.ADMIN);
        done(members.invite(eve.id(), world.first, "bob@post.test", Role.ADMIN));
        done(members.changeRole(ann.id(), world.first, eve.id(), Role.VIEWER));
        assertThat(members.invitations(world.first)).isEmpty();
    }

    @Test
    void areRefusedForMembersAndForWhatIsNoAddress() {
        assertThat(refused(members.invite(ann.id(), world.first, "ANN@post.test", Role.VIEWER)))
                .isEqualTo(new AccountProblem.AlreadyMember("ANN@post.test"));
        assertThat(refused(members.invite(ann.id(), world.first, "bob", Role.VIEWER)))
                .isInstanceOf(AccountProblem.BadAddress.class);
    }

    @Test
    void storeNoToken() {
        done(members.invite(ann.id(), world.first, "bob@post.test", Role.VIEWER));
        assertThat(world.everythingIn("invitations")).contains("bob@post.test").doesNotContain(token());
    }

    @Test
    void areNotSentWithoutEnd() {
        for (int i = 0; i < 51; i++) done(members.invite(ann.id(), world.first, "p" + i + "@post.test", Role.VIEWER));
        assertThat(refused(members.invite(ann.id(), world.first, "one-more@post.test", Role.VIEWER)))
                .isInstanceOf(AccountProblem.TooManyAttempts.class);
    }

    @Test
    void letANewMemberSignInAtOnce() {
        done(members.invite(ann.id(), world.first, "bob@post.test", Role.VIEWER));
        var bob = done(members.accept(token(), new NewPerson("bob@post.test", "", PASSWORD)));
        assertThat(world.session(world.accounts.sessions().begin(bob, HERE)).person())
                .isEqualTo(bob);
    }

    /// Of the newest letter.
    private String token() {
        String text = world.letters.getLast().text();
        int start = text.indexOf("/invitation/") + "/invitation/".length();
        return text.substring(start, text.indexOf('\n', start));
    }
}
