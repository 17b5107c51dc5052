package dev.pennypost.accounts;

import static dev.pennypost.accounts.World.HERE;
import static dev.pennypost.accounts.World.PASSWORD;
import static dev.pennypost.accounts.World.done;
import static dev.pennypost.accounts.World.in;
import static dev.pennypost.accounts.World.out;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OidcTest {
    private final World world = new World();
    private final FakeProvider provider = new FakeProvider(world.clock);
    private final SignIn signIn = node(List.of("post.test"));

    @BeforeEach
    void somebodyAtTheProvider() {
        provider.claims.putAll(Map.of("sub", "42", "email", "ann@post.test", "email_verified", true, "name", "Ann"));
    }

    @AfterEach
    void close() {
        provider.close();
        world.close();
    }

    @Test
    void makesAnAccountForAVerifiedAddressOfAnAllowedDomain() {
        var session = world.session(in(signedIn()).token());
        assertThat(session.person().email()).isEqualTo("ann@post.test");
        assertThat(session.person().name()).isEqualTo("Ann");
        assertThat(session.in(world.first).orElseThrow().role()).isEqualTo(Role.DEVELOPER);
        out(signIn.password("ann@post.test", PASSWORD, HERE));
    }

    @Test
    void linksToTheAccountWithTheVerifiedAddressAndKnowsItAgainByTheSubject() {
        var ann = world.person("Ann@post.test", Role.OWNER);
        assertThat(world.session(in(signedIn()).token()).person()).isEqualTo(ann);
        provider.claims.put("email", "ann@elsewhere.test");
        provider.claims.put("email_verified", false);
        assertThat(world.session(in(signedIn()).token()).person()).isEqualTo(ann);
        assertThat(world.accounts.all()).hasSize(1);
    }

    @Test
    void linksNoAddressThatIsNotVerified() {
        world.person("ann@post.test", Role.OWNER);
        provider.claims.put("email_verified", false);
        assertThat(out(signedIn()).reason()).isInstanceOf(SignInProblem.Provider.class);
        provider.claims.remove("email_verified");
        assertThat(out(signedIn()).reason()).isInstanceOf(SignInProblem.Provider.class);
        provider.claims.put("email_verified", "true");
        in(signedIn());
    }

    @Test
    void makesNoAccountForAnotherDomain() {
        provider.claims.put("email", "ann@post.test.evil.test");
        assertThat(out(signedIn()).reason()).isEqualTo(new SignInProblem.NoAccount("ann@post.test.evil.test"));
        var strict = node(List.of());
        provider.claims.put("email", "ann@post.test");
        assertThat(out(signedIn(strict)).reason()).isEqualTo(new SignInProblem.NoAccount("ann@post.test"));
        assertThat(world.accounts.isEmpty()).isTrue();
    }

    @Test
    void asksTheProviderForTheAddressThatTheTokenLacks() {
        provider.claims.remove("email");
        provider.userInfo.putAll(Map.of("sub", "42", "email", "ann@post.test", "email_verified", true));
        in(signedIn());
        provider.claims.put("sub", "43");
        assertThat(out(signedIn()).reason()).isInstanceOf(SignInProblem.Provider.class);
    }

    @Test
    void refusesTokensThatAreForAnotherOrTooOldOrUnsigned() {
        refuses("aud", "another client");
        refuses("iss", "https://another.test");
        refuses("nonce", "another");
        refuses("exp", world.clock.instant().getEpochSecond() - 120);
        refuses("azp", "another client");
        provider.forge();
        assertThat(out(signedIn()).reason()).isInstanceOf(SignInProblem.Provider.class);
    }

    private void refuses(String claim, Object value) {
        provider.claims.put(claim, value);
        assertThat(out(signedIn()).reason()).as(claim).isInstanceOf(SignInProblem.Provider.class);
        provider.claims.remove(claim);
    }

    @Test
    void learnsNewKeysOfTheProvider() {
        in(signedIn());
        provider.rotate();
        in(signedIn());
    }

    @Test
    void takesOnlyTheStateOfThisBrowser() {
        var mine = start(signIn);
        var theirs = start(signIn);
        var back = provider.signedIn(theirs.to());
        assertThat(out(signIn.oidcFinish(
                                mine.ticket(),
                                Objects.requireNonNull(back.get("state")),
                                Objects.requireNonNull(back.get("code")),
                                HERE))
                        .reason())
                .isEqualTo(new SignInProblem.Ended());
        assertThat(provider.tokenRequests()).isZero();
    }

    @Test
    void takesWhatComesBackOnceAndForTenMinutes() {
        var begun = start(signIn);
        var back = provider.signedIn(begun.to());
        in(signIn.oidcFinish(
                begun.ticket(),
                Objects.requireNonNull(back.get("state")),
                Objects.requireNonNull(back.get("code")),
                HERE));
        assertThat(out(signIn.oidcFinish(
                                begun.ticket(),
                                Objects.requireNonNull(back.get("state")),
                                Objects.requireNonNull(back.get("code")),
                                HERE))
                        .reason())
                .isEqualTo(new SignInProblem.Ended());
        var late = start(signIn);
        var lateBack = provider.signedIn(late.to());
        world.clock.advance(Duration.ofMinutes(10));
        assertThat(out(signIn.oidcFinish(
                                late.ticket(),
                                Objects.requireNonNull(lateBack.get("state")),
                                Objects.requireNonNull(lateBack.get("code")),
                                HERE))
                        .reason())
                .isEqualTo(new SignInProblem.Ended());
    }

    @Test
    void saysWhenTheProviderIsGone() {
        provider.close();
        assertThat(signIn.oidcStart(World.HERE)).isInstanceOf(OidcStart.Refused.class);
    }

    @Test
    void isOffWithoutAProvider() {
        assertThat(world.accounts.signIn().hasOidc()).isFalse();
        assertThat(world.accounts.signIn().oidcStart(World.HERE))
                .isEqualTo(new OidcStart.Refused(new SignInProblem.NotConfigured(), Duration.ZERO));
    }

    @Test
    void letsSomebodyWithoutAPasswordSetOneJustAfterSigningIn() {
        var session = world.session(in(signedIn()).token());
        world.clock.advance(Duration.ofMinutes(10));
        assertThat(world.accounts.changePassword(session, new Secret(""), PASSWORD))
                .contains(new AccountProblem.SignInAgain());
        var fresh = world.session(in(signedIn()).token());
        assertThat(world.accounts.changePassword(fresh, new Secret(""), PASSWORD))
                .isEmpty();
        in(signIn.password("ann@post.test", PASSWORD, HERE));
        done(world.accounts.factors().beginTotp(fresh, PASSWORD));
    }

    private SignInResult signedIn() {
        return signedIn(signIn);
    }

    private SignInResult signedIn(SignIn at) {
        var begun = start(at);
        var back = provider.signedIn(begun.to());
        return at.oidcFinish(
                begun.ticket(),
                Objects.requireNonNull(back.get("state")),
                Objects.requireNonNull(back.get("code")),
                HERE);
    }

    private static OidcStart.Redirect start(SignIn at) {
        if (at.oidcStart(World.HERE) instanceof OidcStart.Redirect redirect) return redirect;
        throw new AssertionError(at.oidcStart(World.HERE));
    }

    private SignIn node(List<String> domains) {
        var config = new OidcConfig(
                provider.issuer(), FakeProvider.CLIENT, new Secret(FakeProvider.SECRET), domains, Role.DEVELOPER);
        return world.node(World.CONFIG, World.CHEAP, true, config, "https://post.test")
                .signIn();
    }
}
