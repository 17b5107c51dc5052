package dev.pennypost.accounts;

import static dev.pennypost.accounts.World.HERE;
import static dev.pennypost.accounts.World.PASSWORD;
import static dev.pennypost.accounts.World.done;
import static dev.pennypost.accounts.World.in;
import static dev.pennypost.accounts.World.out;
import static dev.pennypost.accounts.World.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.accounts.SignInResult.Proof;
import dev.pennypost.accounts.SignInResult.SecondFactor;
import dev.pennypost.audit.TestsAct;
import dev.pennypost.config.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FactorsTest {
    private final World world = new World();
    private final Factors factors = world.accounts.factors();
    private final SignIn signIn = world.accounts.signIn();
    private final Person ann = world.person("ann@post.test", Role.OWNER);
    private final Session session = world.session("ann@post.test");

    @AfterEach
    void close() {
        world.close();
    }

    /// RFC 6238 Appendix B, the last six digits of each.
    @Test
    void countsAsTheStandardDoes() {
        var totp = new Totp("12345678901234567890".getBytes(StandardCharsets.US_ASCII));
        assertThat(totp.code(59 / 30)).isEqualTo("287082");
        assertThat(totp.code(1111111109L / 30)).isEqualTo("081804");
        assertThat(totp.code(20000000000L / 30)).isEqualTo("353130");
        assertThat(totp.step("287 082", Instant.ofEpochSecond(59))).hasValue(1);
    }

    /// RFC 4648 §10.
    @Test
    void writesBase32AsTheStandardDoes() {
        for (String pair : new String[] {"=", "f=MY", "fo=MZXQ", "foo=MZXW6", "foob=MZXW6YQ", "foobar=MZXW6YTBOI"}) {
            String[] both = pair.split("=", -1);
            assertThat(Base32.encode(both[0].getBytes(StandardCharsets.US_ASCII)))
                    .isEqualTo(both[1]);
        }
    }

    @Test
    void asksForACodeOnceTheFirstWasShown() {
        var setup = done(factors.beginTotp(session, PASSWORD));
        assertThat(setup.uri())
                .isEqualTo("otpauth://totp/Pennypost:ann%40post.test?secret=" + setup.secret() + "&issuer=Pennypost");
        in(signIn.password("ann@post.test", PASSWORD, HERE));

        assertThat(refused(factors.confirmTotp(session, "000000x"))).isEqualTo(new AccountProblem.WrongPassword());
        assertThat(done(factors.confirmTotp(session, code(setup, 0))))
                .hasSize(10)
                .doesNotHaveDuplicates();

        assertThat(pending().proofs()).containsExactlyInAnyOrder(Proof.TOTP, Proof.RECOVERY);
        assertThat(factors.of(ann.id())).isEqualTo(new Factors.Overview(true, 10, List.of()));
    }

    @Test
    void storesNoSecretAndNoCode() {
        var setup = done(factors.beginTotp(session, PASSWORD));
        var codes = done(factors.confirmTotp(session, code(setup, 0)));
        assertThat(world.everythingIn("person_totp")).doesNotContain(hex(new TotpProgram(setup.secret()).octets()));
        assertThat(world.everythingIn("recovery_codes"))
                .doesNotContain(codes.getFirst())
                .doesNotContain(hex(codes.getFirst().getBytes(StandardCharsets.US_ASCII)));
        assertThat(setup.toString()).isEqualTo("•••");
    }

    @Test
    void takesCodesOfThisStepAndItsNeighboursOnceEach() {
        var setup = setUp();
        pass(3);
        assertThat(tried(code(setup, 2)).reason()).isEqualTo(new SignInProblem.Wrong());
        assertThat(tried(code(setup, -2)).reason()).isEqualTo(new SignInProblem.Wrong());
        in(signIn.totp(pending().pending(), code(setup, -1), HERE));
        in(signIn.totp(pending().pending(), code(setup, 0), HERE));
        assertThat(tried(code(setup, 0)).reason()).isEqualTo(new SignInProblem.Wrong());
        in(signIn.totp(pending().pending(), code(setup, 1), HERE));
        assertThat(tried(code(setup, 0)).reason()).isEqualTo(new SignInProblem.Wrong());
    }

    @Test
    void doesNotTakeTheCodeThatSetItUpAgain() {
        var setup = setUp();
        assertThat(tried(code(setup, 0)).reason()).isEqualTo(new SignInProblem.Wrong());
    }

    @Test
    void letsOneOfManyInWithTheSameCode() throws Exception {
        var setup = setUp();
        pass(1);
        var tickets = IntStream.range(0, 4).mapToObj(_ -> pending().pending()).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries = tickets.stream()
                    .<Callable<SignInResult>>map(ticket -> TestsAct.by(() -> signIn.totp(ticket, code(setup, 0), HERE)))
                    .toList();
            assertThat(threads.invokeAll(tries).stream().map(one -> one.resultNow()))
                    .filteredOn(SignInResult.SignedIn.class::isInstance)
                    .hasSize(1);
        }
    }

    @Test
    void takesARecoveryCodeOnceHoweverItIsTyped() {
        var codes = codes();
        in(signIn.recovery(pending().pending(), " " + codes.get(3).toUpperCase(Locale.ROOT) + " ", HERE));
        assertThat(out(signIn.recovery(pending().pending(), codes.get(3), HERE)).reason())
                .isEqualTo(new SignInProblem.Wrong());
        in(signIn.recovery(pending().pending(), codes.get(4).replace("-", ""), HERE));
        assertThat(factors.of(ann.id()).recoveryCodes()).isEqualTo(8);
    }

    @Test
    void replacesRecoveryCodes() {
        var old = codes();
        var codes = done(factors.newRecoveryCodes(session, PASSWORD));
        assertThat(codes).hasSize(10).doesNotContainAnyElementsOf(old);
        out(signIn.recovery(pending().pending(), old.getFirst(), HERE));
        in(signIn.recovery(pending().pending(), codes.getFirst(), HERE));
    }

    @Test
    void takesNoRecoveryCodeOfAnother() {
        var codes = codes();
        world.person("bob@post.test", Role.VIEWER);
        var bobs = world.session("bob@post.test");
        done(factors.confirmTotp(bobs, code(done(factors.beginTotp(bobs, PASSWORD)), 0)));
        var pending = (SecondFactor) signIn.password("bob@post.test", PASSWORD, HERE);
        out(signIn.recovery(pending.pending(), codes.getFirst(), HERE));
    }

    @Test
    void endsThePendingSignInAfterFiveWrongCodes() {
        var setup = setUp();
        pass(1);
        var pending = pending().pending();
        for (int i = 0; i < 5; i++) assertThat(guess(pending)).isEqualTo(new SignInProblem.Wrong());
        assertThat(out(signIn.totp(pending, code(setup, 0), HERE)).reason()).isEqualTo(new SignInProblem.Ended());
    }

    @Test
    void slowsDownGuessingCodesWithEverNewSignIns() {
        setUp();
        for (int i = 0; i < 6; i++) assertThat(guess(pending().pending())).isEqualTo(new SignInProblem.Wrong());
        var refused = out(signIn.totp(pending().pending(), "000000x", HERE));
        assertThat(refused.reason()).isEqualTo(new SignInProblem.TooMany());
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void takesAPendingSignInOnceAndForTenMinutes() {
        var setup = setUp();
        pass(1);
        var used = pending().pending();
        in(signIn.totp(used, code(setup, 0), HERE));
        pass(1);
        assertThat(out(signIn.totp(used, code(setup, 0), HERE)).reason()).isEqualTo(new SignInProblem.Ended());
        var late = pending().pending();
        world.clock.advance(Duration.ofMinutes(10));
        assertThat(out(signIn.totp(late, code(setup, 0), HERE)).reason()).isEqualTo(new SignInProblem.Ended());
    }

    @Test
    void endsPendingSignInsWhenThePasswordChanges() {
        var setup = setUp();
        pass(1);
        var pending = pending().pending();
        assertThat(world.accounts.setPassword("ann@post.test", new Secret("another horse battery")))
                .isEmpty();
        assertThat(out(signIn.totp(pending, code(setup, 0), HERE)).reason()).isEqualTo(new SignInProblem.Ended());
    }

    @Test
    void turnsCodesOffForWhoKnowsThePassword() {
        setUp();
        assertThat(factors.removeTotp(session, new Secret("wrong horse battery")))
                .contains(new AccountProblem.WrongPassword());
        assertThat(refused(factors.beginTotp(session, PASSWORD))).isEqualTo(new AccountProblem.AlreadyOn());
        assertThat(factors.removeTotp(session, PASSWORD)).isEmpty();
        in(signIn.password("ann@post.test", PASSWORD, HERE));
        assertThat(factors.of(ann.id())).isEqualTo(new Factors.Overview(false, 0, List.of()));
    }

    private TotpSetup setUp() {
        var setup = done(factors.beginTotp(session, PASSWORD));
        done(factors.confirmTotp(session, code(setup, 0)));
        return setup;
    }

    private List<String> codes() {
        return done(factors.confirmTotp(session, code(done(factors.beginTotp(session, PASSWORD)), 0)));
    }

    private SecondFactor pending() {
        return (SecondFactor) signIn.password("ann@post.test", PASSWORD, HERE);
    }

    private SignInResult.Refused tried(String code) {
        return out(signIn.totp(pending().pending(), code, HERE));
    }

    private SignInProblem guess(Ticket pending) {
        return out(signIn.totp(pending, "000000x", HERE)).reason();
    }

    private void pass(int steps) {
        world.clock.advance(Duration.ofSeconds(30L * steps));
    }

    /// What the program shows now, or some steps later.
    private String code(TotpSetup setup, int later) {
        return code(world, setup, later);
    }

    static String code(World world, TotpSetup setup, int later) {
        return new TotpProgram(setup.secret()).code(world.clock.instant().plusSeconds(30L * later));
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }
}
