package dev.pennypost.accounts;

import static dev.pennypost.accounts.World.ELSEWHERE;
import static dev.pennypost.accounts.World.HERE;
import static dev.pennypost.accounts.World.PASSWORD;
import static dev.pennypost.accounts.World.done;
import static dev.pennypost.accounts.World.in;
import static dev.pennypost.accounts.World.out;
import static dev.pennypost.accounts.World.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pennypost.accounts.SignInResult.Proof;
import dev.pennypost.accounts.SignInResult.SecondFactor;
import dev.pennypost.config.Secret;
import dev.pennypost.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasskeysTest {
    private static final String ORIGIN = "https://post.test";

    private final World world = new World();
    private final Factors factors = world.accounts.factors();
    private final SignIn signIn = world.accounts.signIn();
    private final Person ann = world.person("ann@post.test", Role.OWNER);
    private final Session session = world.session("ann@post.test");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void signsInWithNothingButAPasskey() {
        var laptop = new SoftwareAuthenticator(ORIGIN);
        assertThat(done(register(laptop, "Laptop")).name()).isEqualTo("Laptop");
        for (int i = 0; i < 3; i++)
            assertThat(world.session(in(use(laptop)).token()).person()).isEqualTo(ann);
    }

    @Test
    void asksForADiscoverablePasskeyThatVerifiesItsUser() {
        var options = Json.MAPPER.readTree(
                done(factors.passkeyStart(session, PASSWORD)).options());
        assertThat(options.at("/rp/id").asString()).isEqualTo("post.test");
        assertThat(options.at("/authenticatorSelection/residentKey").asString()).isEqualTo("required");
        assertThat(options.at("/authenticatorSelection/userVerification").asString())
                .isEqualTo("required");
        assertThat(options.at("/challenge").asString()).hasSize(43);
    }

    @Test
    void keepsSeveralWithNames() {
        var laptop = new SoftwareAuthenticator(ORIGIN);
        var phone = new SoftwareAuthenticator(ORIGIN);
        var first = done(register(laptop, "Laptop"));
        world.clock.advance(Duration.ofSeconds(1));
        register(phone, "Phone");
        assertThat(factors.renamePasskey(ann.id(), first.id(), "Old laptop")).isEmpty();
        in(use(phone));
        assertThat(factors.of(ann.id()).passkeys())
                .extracting(Passkey::name, Passkey::lastUsedAt)
                .containsExactly(tuple("Old laptop", null), tuple("Phone", world.clock.instant()));
    }

    @Test
    void namesThoseThereAreSoThatNoneIsMadeTwice() {
        var laptop = new SoftwareAuthenticator(ORIGIN);
        register(laptop, "Laptop");
        var options = Json.MAPPER.readTree(
                done(factors.passkeyStart(session, PASSWORD)).options());
        assertThat(options.at("/excludeCredentials/0/transports").toString()).isEqualTo("[\"hybrid\",\"internal\"]");
        assertThat(refused(register(laptop, "Again"))).isEqualTo(new AccountProblem.AlreadyOn());
    }

    @Test
    void letsNobodyInWithOneThatWasRemoved() {
        var laptop = new SoftwareAuthenticator(ORIGIN);
        var passkey = done(register(laptop, "Laptop"));
        var bob = world.person("bob@post.test", Role.OWNER);
        var bobs = world.session("bob@post.test");
        assertThat(factors.removePasskey(bobs, PASSWORD, passkey.id())).contains(new AccountProblem.NotFound());
        assertThat(factors.renamePasskey(bob.id(), passkey.id(), "Mine")).contains(new AccountProblem.NotFound());
        assertThat(factors.removePasskey(session, PASSWORD, passkey.id())).isEmpty();
        assertThat(out(use(laptop)).reason()).isEqualTo(new SignInProblem.BadPasskey());
    }

    @Test
    void asksForThePasswordBeforeItMakesOne() {
        assertThat(refused(factors.passkeyStart(session, new Secret("wrong horse battery"))))
                .isEqualTo(new AccountProblem.WrongPassword());
    }

    @Test
    void refusesAnAnswerFromAnotherSite() {
        var phisher = new SoftwareAuthenticator("https://post.test.evil.test");
        assertThat(refused(register(phisher, "Laptop"))).isInstanceOf(AccountProblem.BadPasskey.class);
    }

    @Test
    void refusesAUserWhoWasNotVerified() {
        assertThat(refused(register(new SoftwareAuthenticator(ORIGIN).withoutVerifying(), "Laptop")))
                .isInstanceOf(AccountProblem.BadPasskey.class);
        var laptop = new SoftwareAuthenticator(ORIGIN);
        register(laptop, "Laptop");
        assertThat(out(use(laptop.withoutVerifying())).reason()).isEqualTo(new SignInProblem.BadPasskey());
    }

    @Test
    void refusesACopyThatCountsBehind() {
        var laptop = new SoftwareAuthenticator(ORIGIN);
        register(laptop, "Laptop");
        in(use(laptop));
        assertThat(out(use(laptop.setBack())).reason()).isEqualTo(new SignInProblem.BadPasskey());
    }

    @Test
    void refusesASignatureOfAnotherKey() {
        var laptop = new SoftwareAuthenticator(ORIGIN);
        register(laptop, "Laptop");
        var ceremony = begun(signIn.passkeyStart(HERE));
        var other = new SoftwareAuthenticator(ORIGIN);
        String forged = Json.MAPPER.readTree(laptop.get(ceremony.options())).toString();
        String strange = Json.MAPPER
                .readTree(other.get(ceremony.options()))
                .at("/response/signature")
                .asString();
        String real = Json.MAPPER.readTree(forged).at("/response/signature").asString();
        assertThat(out(signIn.passkeyFinish(ceremony.ticket(), forged.replace(real, strange), HERE))
                        .reason())
                .isEqualTo(new SignInProblem.BadPasskey());
    }

    @Test
    void takesAChallengeOnceAndForFiveMinutes() {
        var laptop = new SoftwareAuthenticator(ORIGIN);
        register(laptop, "Laptop");
        var ceremony = begun(signIn.passkeyStart(HERE));
        String answer = laptop.get(ceremony.options());
        in(signIn.passkeyFinish(ceremony.ticket(), answer, HERE));
        assertThat(out(signIn.passkeyFinish(ceremony.ticket(), answer, HERE)).reason())
                .isEqualTo(new SignInProblem.Ended());

        var late = begun(signIn.passkeyStart(HERE));
        world.clock.advance(Duration.ofMinutes(5));
        assertThat(out(signIn.passkeyFinish(late.ticket(), laptop.get(late.options()), HERE))
                        .reason())
                .isEqualTo(new SignInProblem.Ended());
    }

    @Test
    void takesNoChallengeOfAnother() {
        world.person("bob@post.test", Role.OWNER);
        var bobs = world.session("bob@post.test");
        var ceremony = done(factors.passkeyStart(session, PASSWORD));
        var answer = new SoftwareAuthenticator(ORIGIN).create(ceremony.options());
        assertThat(refused(factors.passkeyFinish(bobs, ceremony.ticket(), answer, "Laptop")))
                .isEqualTo(new AccountProblem.Expired());
    }

    @Test
    void refusesWhatIsNoAnswer() {
        for (String nonsense : new String[] {"", "{}", "[]", "{\"id\":\"x\"}"}) {
            var ceremony = begun(signIn.passkeyStart(HERE));
            assertThat(out(signIn.passkeyFinish(ceremony.ticket(), nonsense, HERE))
                            .reason())
                    .as(nonsense)
                    .isEqualTo(new SignInProblem.BadPasskey());
            var making = done(factors.passkeyStart(session, PASSWORD));
            assertThat(refused(factors.passkeyFinish(session, making.ticket(), nonsense, "Laptop")))
                    .as(nonsense)
                    .isInstanceOf(AccountProblem.BadPasskey.class);
        }
    }

    @Test
    void isAskedForAfterAPasswordFromTheFirstOneOn() {
        var laptop = new SoftwareAuthenticator(ORIGIN);
        register(laptop, "Laptop");
        var asked = pending("ann@post.test");
        assertThat(asked.proofs()).containsExactlyInAnyOrder(Proof.PASSKEY, Proof.RECOVERY);
        assertThat(signIn.pending(asked.pending())).contains(asked.proofs());
        assertThat(world.session(in(follow(asked.pending(), laptop)).token()).person())
                .isEqualTo(ann);
        assertThat(out(follow(asked.pending(), laptop)).reason()).isEqualTo(new SignInProblem.Ended());
    }

    @Test
    void isOneOfTwoWaysAfterAPasswordBesideCodes() {
        var laptop = new SoftwareAuthenticator(ORIGIN);
        register(laptop, "Laptop");
        var setup = done(factors.beginTotp(session, PASSWORD));
        done(factors.confirmTotp(session, FactorsTest.code(world, setup, 0)));
        assertThat(pending("ann@post.test").proofs())
                .containsExactlyInAnyOrder(Proof.PASSKEY, Proof.TOTP, Proof.RECOVERY);
        in(follow(pending("ann@post.test").pending(), laptop));
        world.clock.advance(Duration.ofSeconds(30));
        in(signIn.totp(pending("ann@post.test").pending(), FactorsTest.code(world, setup, 0), HERE));
    }

    @Test
    void ofAnotherPersonIsNoneAfterAPassword() {
        var bobs = new SoftwareAuthenticator(ORIGIN);
        var bob = world.person("bob@post.test", Role.OWNER);
        var ceremony = done(factors.passkeyStart(world.session("bob@post.test"), PASSWORD));
        done(factors.passkeyFinish(
                world.session(world.accounts.sessions().begin(bob, HERE)),
                ceremony.ticket(),
                bobs.create(ceremony.options()),
                "Bob's"));
        register(new SoftwareAuthenticator(ORIGIN), "Laptop");
        assertThat(out(follow(pending("ann@post.test").pending(), bobs)).reason())
                .isEqualTo(new SignInProblem.Wrong());
    }

    @Test
    void namesThePersonsOwnAfterAPassword() {
        register(new SoftwareAuthenticator(ORIGIN), "Laptop");
        var options = Json.MAPPER.readTree(
                begun(signIn.passkeyStart(pending("ann@post.test").pending(), HERE))
                        .options());
        assertThat(options.at("/allowCredentials")).hasSize(1);
    }

    @Test
    void asksNobodyAfterThePasswordWhoseLastOneWasRemoved() {
        var passkey = done(register(new SoftwareAuthenticator(ORIGIN), "Laptop"));
        assertThat(factors.removePasskey(session, PASSWORD, passkey.id())).isEmpty();
        in(signIn.password("ann@post.test", PASSWORD, HERE));
        assertThat(factors.of(ann.id()).recoveryCodes()).isZero();
    }

    @Test
    void comesWithRecoveryCodesOnce() {
        var ceremony = done(factors.passkeyStart(session, PASSWORD));
        var laptop = new SoftwareAuthenticator(ORIGIN);
        var made = done(factors.passkeyFinish(session, ceremony.ticket(), laptop.create(ceremony.options()), "Laptop"));
        assertThat(made.recoveryCodes()).hasSize(10);
        assertThat(made.toString()).doesNotContain(made.recoveryCodes().getFirst());
        in(signIn.recovery(
                pending("ann@post.test").pending(), made.recoveryCodes().getFirst(), HERE));

        var second = done(factors.passkeyStart(session, PASSWORD));
        var phone = new SoftwareAuthenticator(ORIGIN);
        assertThat(done(factors.passkeyFinish(session, second.ticket(), phone.create(second.options()), "Phone"))
                        .recoveryCodes())
                .isEmpty();
        assertThat(factors.of(ann.id()).recoveryCodes()).isEqualTo(9);
    }

    @Test
    void isNoMoreAskedForOnceOperatorsTookAllProofsAway() {
        register(new SoftwareAuthenticator(ORIGIN), "Laptop");
        assertThat(world.accounts.removeProofs("ANN@post.test")).isEmpty();
        in(signIn.password("ann@post.test", PASSWORD, HERE));
        assertThat(factors.of(ann.id())).isEqualTo(new Factors.Overview(false, 0, List.of()));
        assertThat(world.accounts.removeProofs("nobody@post.test")).contains(new AccountProblem.NotFound());
    }

    @Test
    void isAskedForByOneNetworkSoOften() {
        for (int i = 0; i < 51; i++) begun(signIn.passkeyStart(HERE));
        assertThat(signIn.passkeyStart(HERE))
                .isEqualTo(new PasskeyStart.Refused(new SignInProblem.TooMany(), Duration.ofSeconds(1)));
        begun(signIn.passkeyStart(ELSEWHERE));
        world.clock.advance(Duration.ofSeconds(1));
        begun(signIn.passkeyStart(HERE));
    }

    @Test
    void isAskedForWithoutEndByWhoeverUsesIt() {
        var laptop = new SoftwareAuthenticator(ORIGIN);
        register(laptop, "Laptop");
        for (int i = 0; i < 60; i++) in(use(laptop));
    }

    @Test
    void isForTheHostThatPeopleReachUsAt() {
        assertThat(party("https://post.test/x")).contains("post.test at https://post.test");
        assertThat(party("https://post.test:8443")).contains("post.test at https://post.test:8443");
        assertThat(party("http://127.0.0.1:3460")).contains("localhost at http://localhost:3460");
        assertThat(party("http://[::1]:3460")).contains("localhost at http://localhost:3460");
        assertThat(party("http://localhost:3460")).contains("localhost at http://localhost:3460");
        assertThat(party("http://post.test")).isEmpty();
        assertThat(party("https://192.0.2.1")).isEmpty();
    }

    private static Optional<String> party(String base) {
        return RelyingParty.at(URI.create(base)).map(party -> party.id() + " at " + party.origin());
    }

    private AccountResult<Passkey> register(SoftwareAuthenticator authenticator, String name) {
        var ceremony = done(factors.passkeyStart(session, PASSWORD));
        var made = factors.passkeyFinish(session, ceremony.ticket(), authenticator.create(ceremony.options()), name);
        return switch (made) {
            case AccountResult.Done<Factors.NewPasskey>(var passkey) -> new AccountResult.Done<>(passkey.passkey());
            case AccountResult.Refused<Factors.NewPasskey>(var problem) -> new AccountResult.Refused<>(problem);
        };
    }

    private SecondFactor pending(String email) {
        return (SecondFactor) signIn.password(email, PASSWORD, HERE);
    }

    private SignInResult follow(Ticket pending, SoftwareAuthenticator authenticator) {
        return switch (signIn.passkeyStart(pending, HERE)) {
            case PasskeyStart.Begun(var ceremony) ->
                signIn.passkey(pending, ceremony.ticket(), authenticator.get(ceremony.options()), HERE);
            case PasskeyStart.Refused(var reason, var wait) -> new SignInResult.Refused(reason, wait);
        };
    }

    private static Ceremony begun(PasskeyStart start) {
        if (start instanceof PasskeyStart.Begun(var ceremony)) return ceremony;
        throw new AssertionError(start);
    }

    private SignInResult use(SoftwareAuthenticator authenticator) {
        var ceremony = begun(signIn.passkeyStart(HERE));
        return signIn.passkeyFinish(ceremony.ticket(), authenticator.get(ceremony.options()), HERE);
    }
}
