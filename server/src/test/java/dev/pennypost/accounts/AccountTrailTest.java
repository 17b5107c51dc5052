package dev.pennypost.accounts;

import static dev.pennypost.accounts.World.ELSEWHERE;
import static dev.pennypost.accounts.World.HERE;
import static dev.pennypost.accounts.World.PASSWORD;
import static dev.pennypost.accounts.World.done;
import static dev.pennypost.accounts.World.in;
import static dev.pennypost.accounts.World.out;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.AuditRecord;
import dev.pennypost.audit.Records;
import dev.pennypost.config.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the audit log is told of people.
class AccountTrailTest {
    private static final String ORIGIN = "https://post.test";
    private static final Secret WRONG = new Secret("wrong horse battery");
    private static final Secret WANTED = new Secret("another horse battery");

    private final World world = new World();
    private final Accounts accounts = world.accounts;
    private final Members members = accounts.members();
    private final List<String> secrets = new ArrayList<>();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void tellsWhoMadeTheFirstAccount() {
        var ann = done(accounts.createFirst(new NewPerson("ann@post.test", "Ann", PASSWORD), accounts.setupToken()));
        world.clock.advance(Duration.ofMillis(10));
        accounts.sessions().begin(ann, HERE);
        assertThat(said(world.first.value()))
                .containsExactly(
                        "a test: person.created ann@post.test null "
                                + "{\"email\":\"ann@post.test\",\"name\":\"Ann\",\"role\":\"owner\"}",
                        "ann@post.test: person.signed_in ann@post.test null {\"with\":\"new_account\"}");
    }

    @Test
    void tellsOfSigningInInEachTeamWhoItWasAndFromWhere() {
        var ann = world.person("ann@post.test", Role.OWNER);
        // later than the first: ids of one moment are in no order
        world.clock.advance(Duration.ofSeconds(1));
        var second = done(members.createTeam(ann.id(), "Second")).team();
        world.clock.advance(Duration.ofMillis(10));
        in(accounts.signIn().password("ann@post.test", PASSWORD, HERE));
        for (var team : List.of(world.first, second)) {
            AuditRecord newest = Records.of(world.database, team.value()).getFirst();
            assertThat(newest.action()).isEqualTo("person.signed_in");
            assertThat(newest.author().id()).isEqualTo(ann.id().value());
            assertThat(newest.author().origin().address()).isEqualTo(HERE.address());
            assertThat(newest.author().origin().userAgent()).isEqualTo(HERE.program());
            assertThat(newest.after()).hasToString("{\"with\":\"password\"}");
        }
    }

    @Test
    void tellsOfSomebodyWithoutATeamInTheInstallationsLog() {
        world.person("ann@post.test", Role.OWNER);
        var bob = world.person("bob@post.test", Role.VIEWER);
        assertThat(members.remove(bob.id(), world.first, bob.id())).isEmpty();
        in(accounts.signIn().password("bob@post.test", PASSWORD, HERE));
        assertThat(Records.deeds(world.database, null)).containsExactly("bob@post.test: person.signed_in");
    }

    @Test
    void tellsOfGuessesFromTheOneOnThatMakesThemWait() {
        world.person("ann@post.test", Role.OWNER);
        for (int i = 0; i < 5; i++) out(accounts.signIn().password("ann@post.test", WRONG, HERE));
        assertThat(refusals()).isZero();
        out(accounts.signIn().password("ann@post.test", WRONG, HERE));
        for (int i = 0; i < 5; i++) out(accounts.signIn().password("ann@post.test", WRONG, HERE));
        assertThat(refusals()).as("while one waits nothing is tried").isEqualTo(1);
        world.clock.advance(Duration.ofSeconds(1));
        out(accounts.signIn().password("ann@post.test", WRONG, HERE));
        assertThat(refusals()).isEqualTo(2);
    }

    @Test
    void tellsOfGuessesAtNobodyWithoutWhatWasTyped() {
        for (int i = 0; i < 6; i++) out(accounts.signIn().password("a password in the wrong field", WRONG, HERE));
        AuditRecord refused = Records.of(world.database, null).getFirst();
        assertThat(refused.action()).isEqualTo("person.sign_in_refused");
        assertThat(refused.toString()).doesNotContain("wrong field");
    }

    @Test
    void tellsOfAllThatAPersonChangesAndOfNoSecret() {
        var ann = world.person("ann@post.test", Role.OWNER);
        var session = world.session("ann@post.test");
        var factors = accounts.factors();
        secrets.addAll(List.of(PASSWORD.reveal(), WANTED.reveal()));

        expect("person.updated", () -> accounts.changeName(ann.id(), "Anna"));
        var setup = done(factors.beginTotp(session, PASSWORD));
        secrets.add(setup.secret());
        var codes = new ArrayList<String>();
        expect(
                "person.totp_added",
                "person.recovery_codes_replaced",
                () -> codes.addAll(done(factors.confirmTotp(session, FactorsTest.code(world, setup, 0)))));
        expect(
                "person.recovery_code_used",
                "person.signed_in",
                () -> in(accounts.signIn().recovery(pending().pending(), codes.getFirst(), HERE)));
        expect("person.recovery_codes_replaced", () -> codes.addAll(done(factors.newRecoveryCodes(session, PASSWORD))));
        secrets.addAll(codes);
        var laptop = new SoftwareAuthenticator(ORIGIN);
        var ceremony = done(factors.passkeyStart(session, PASSWORD));
        var passkeys = new ArrayList<Passkey>();
        expect(
                "person.passkey_added",
                () -> passkeys.add(done(factors.passkeyFinish(
                                session, ceremony.ticket(), laptop.create(ceremony.options()), "Laptop"))
                        .passkey()));
        var id = passkeys.getFirst().id();
        expect("person.passkey_updated", () -> factors.renamePasskey(ann.id(), id, "Old laptop"));
        expect("person.totp_removed", () -> factors.removeTotp(session, PASSWORD));
        expect("person.passkey_removed", () -> factors.removePasskey(session, PASSWORD, id));
        var other = in(accounts.signIn().password("ann@post.test", PASSWORD, ELSEWHERE));
        expect("person.sessions_ended", () -> accounts.sessions().endOthers(session));
        assertThat(accounts.sessions().find(other.token().reveal())).isEmpty();
        expect("person.password_changed", () -> accounts.changePassword(session, PASSWORD, WANTED));
        accounts.requestReset("ann@post.test", HERE);
        accounts.resets().sendNext();
        String text = world.letters.getLast().text();
        int start = text.indexOf("/reset/") + "/reset/".length();
        String token = text.substring(start, text.indexOf('\n', start));
        secrets.add(token);
        expect("person.password_reset", () -> accounts.reset(token, PASSWORD));
        var last = world.session("ann@post.test");
        expect("person.signed_out", () -> accounts.sessions().signOut(last, HERE));
        assertThat(secrets)
                .allSatisfy(secret -> assertThat(
                                Records.of(world.database, world.first.value()).toString())
                        .doesNotContain(secret));
    }

    @Test
    void tellsOfInvitationsAndMembers() {
        var ann = world.person("ann@post.test", Role.OWNER);
        expect("invitation.created", () -> members.invite(ann.id(), world.first, "bob@post.test", Role.ADMIN));
        expect("invitation.resent", () -> members.resend(ann.id(), world.first, invited()));
        expect("invitation.deleted", () -> members.revoke(ann.id(), world.first, invited()));
        done(members.invite(ann.id(), world.first, "bob@post.test", Role.ADMIN));
        String token = token();
        var said = new NewPerson("bob@post.test", "Bob", PASSWORD);
        expect("person.created", "invitation.accepted", () -> members.accept(token, said));
        var bob = members.member(world.first, "bob@post.test").orElseThrow().person();
        expect("invitation.created", () -> members.invite(bob.id(), world.first, "cy@post.test", Role.VIEWER));
        expect(
                "member.updated",
                "invitation.deleted",
                () -> members.changeRole(ann.id(), world.first, bob.id(), Role.DEVELOPER));
        expect(
                "member.updated",
                "member.updated",
                "team.handed_over",
                () -> members.handOver(ann.id(), world.first, bob.id()));
        expect("team.updated", () -> members.renameTeam(bob.id(), world.first, "Post"));
        expect("member.removed", () -> members.remove(bob.id(), world.first, ann.id()));
        assertThat(Records.of(world.database, world.first.value()).toString()).doesNotContain(token);
    }

    @Test
    void tellsOfWhoComesFromAnotherTeamAndOfWhoLeaves() {
        var ann = world.person("ann@post.test", Role.OWNER);
        var bob = world.person("bob@post.test", world.team("Bob's"), Role.OWNER);
        done(members.invite(ann.id(), world.first, "bob@post.test", Role.VIEWER));
        var session = world.session("bob@post.test");
        expect("member.added", "invitation.accepted", () -> members.accept(token(), session));
        expect("member.left", () -> members.remove(bob.id(), world.first, bob.id()));
    }

    @Test
    void tellsTheInstallationOfATeamThatIsGone() {
        var ann = world.person("ann@post.test", Role.OWNER);
        // later than the first: ids of one moment are in no order
        world.clock.advance(Duration.ofSeconds(1));
        var second = done(members.createTeam(ann.id(), "Second")).team();
        assertThat(members.deleteTeam(ann.id(), second)).isEmpty();
        assertThat(Records.deeds(world.database, null)).containsExactly("a test: team.deleted");
    }

    @Test
    void tellsTheTeamsOfAnAccountThatIsGone() {
        world.person("ann@post.test", Role.OWNER);
        world.person("bob@post.test", Role.VIEWER);
        expect("person.deleted", () -> accounts.delete("bob@post.test"));
    }

    private SignInResult.SecondFactor pending() {
        return (SignInResult.SecondFactor) accounts.signIn().password("ann@post.test", PASSWORD, HERE);
    }

    private InvitationId invited() {
        return members.invitations(world.first).getFirst().id();
    }

    private String token() {
        String text = world.letters.getLast().text();
        int start = text.indexOf("/invitation/") + "/invitation/".length();
        return text.substring(start, text.indexOf('\n', start));
    }

    private void expect(String action, Runnable change) {
        expect(List.of(action), change);
    }

    private void expect(String first, String second, Runnable change) {
        expect(List.of(first, second), change);
    }

    private void expect(String first, String second, String third, Runnable change) {
        expect(List.of(first, second, third), change);
    }

    /// Does something that the first team's log is told of in these words.
    private void expect(List<String> actions, Runnable change) {
        world.clock.advance(Duration.ofMillis(10));
        var before = Records.of(world.database, world.first.value());
        change.run();
        var after = Records.of(world.database, world.first.value());
        assertThat(after.stream()
                        .filter(one -> before.stream().noneMatch(old -> old.id().equals(one.id())))
                        .map(AuditRecord::action))
                .containsExactlyInAnyOrderElementsOf(actions);
    }

    private long refusals() {
        return Records.of(world.database, world.first.value()).stream()
                .filter(one -> one.action().equals("person.sign_in_refused"))
                .count();
    }

    /// As `who: action subject before after`, the oldest first.
    private List<String> said(java.util.UUID team) {
        return Records.of(world.database, team).reversed().stream()
                .filter(one -> !one.action().startsWith("team."))
                .map(one -> one.author().name() + ": " + one.action() + " " + one.subjectName() + " " + one.before()
                        + " " + one.after())
                .toList();
    }
}
