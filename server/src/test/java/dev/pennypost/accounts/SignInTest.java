package dev.pennypost.accounts;

import static dev.pennypost.accounts.World.ELSEWHERE;
import static dev.pennypost.accounts.World.HERE;
import static dev.pennypost.accounts.World.PASSWORD;
import static dev.pennypost.accounts.World.in;
import static dev.pennypost.accounts.World.out;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.TestsAct;
import dev.pennypost.config.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInTest {
    private static final Secret WRONG = new Secret("wrong horse battery");
    private static final SignInResult.Refused JUST_WRONG =
            new SignInResult.Refused(new SignInProblem.Wrong(), Duration.ZERO);

    private final World world = new World();
    private final SignIn signIn = world.accounts.signIn();

    @BeforeEach
    void somebody() {
        world.person("ann@post.test", Role.OWNER);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void saysTheSameOfAWrongPasswordAndOfNobody() {
        assertThat(password("ann@post.test", WRONG, HERE)).isEqualTo(JUST_WRONG);
        assertThat(password("nobody@post.test", WRONG, HERE)).isEqualTo(JUST_WRONG);
        assertThat(password("no address", WRONG, HERE)).isEqualTo(JUST_WRONG);
    }

    @Test
    void hashesForNobodyToo() {
        var counted = new CountedHashing(World.CHEAP);
        var counting = world.node(counted).signIn();
        out(counting.password("ann@post.test", WRONG, HERE));
        var forSomebody = counted.costs();
        out(counting.password("nobody@post.test", WRONG, HERE));
        assertThat(forSomebody).hasSize(1);
        assertThat(counted.costs()).isEqualTo(forSomebody);
        out(counting.password("no address", new Secret("x".repeat(100_000)), HERE));
        assertThat(counted.costs()).isEqualTo(forSomebody);
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureBeyondFive() {
        for (int i = 0; i < 5; i++)
            assertThat(password("ann@post.test", WRONG, HERE)).isEqualTo(JUST_WRONG);
        for (int seconds = 1; seconds <= 64; seconds *= 2) {
            assertThat(out(password("ann@post.test", WRONG, HERE)))
                    .isEqualTo(new SignInResult.Refused(new SignInProblem.Wrong(), Duration.ofSeconds(seconds)));
            assertThat(out(password("ann@post.test", PASSWORD, HERE)))
                    .isEqualTo(new SignInResult.Refused(new SignInProblem.TooMany(), Duration.ofSeconds(seconds)));
            world.clock.advance(Duration.ofSeconds(seconds));
        }
        in(password("ann@post.test", PASSWORD, HERE));
    }

    @Test
    void waitsAQuarterOfAnHourAtMostAndForgetsInADay() {
        for (int i = 0; i < 30; i++) {
            password("ann@post.test", WRONG, HERE);
            world.clock.advance(Duration.ofMinutes(15));
        }
        password("ann@post.test", WRONG, HERE);
        assertThat(out(password("ann@post.test", PASSWORD, HERE)).retryAfter()).isEqualTo(Duration.ofMinutes(15));
        world.clock.advance(Duration.ofDays(1));
        assertThat(password("ann@post.test", WRONG, HERE)).isEqualTo(JUST_WRONG);
    }

    @Test
    void makesNobodyWaitForTheRestOfAMicrosecond() {
        world.clock.advance(Duration.ofNanos(700));
        in(password("ann@post.test", PASSWORD, HERE));
    }

    @Test
    void countsAtAllNodesTogether() {
        var other = world.node(World.CHEAP).signIn();
        for (int i = 0; i < 6; i++) password("ann@post.test", WRONG, HERE);
        assertThat(out(other.password("ann@post.test", PASSWORD, HERE)).reason())
                .isEqualTo(new SignInProblem.TooMany());
    }

    @Test
    void slowsDownAClientThatTriesManyAccounts() {
        for (int i = 0; i < 21; i++) password("p" + i + "@post.test", WRONG, HERE);
        assertThat(out(password("ann@post.test", PASSWORD, HERE)).reason()).isEqualTo(new SignInProblem.TooMany());
        in(password("ann@post.test", PASSWORD, ELSEWHERE));
    }

    @Test
    void takesANetworkOfIpv6ForOneClient() {
        for (int i = 0; i < 6; i++) password("ann@post.test", WRONG, from("2001:db8:1:2::" + i));
        assertThat(out(password("ann@post.test", PASSWORD, from("2001:db8:1:2:ffff::")))
                        .reason())
                .isEqualTo(new SignInProblem.TooMany());
        in(password("ann@post.test", PASSWORD, from("2001:db8:1:3::")));
    }

    @Test
    void locksNobodyOutWhoComesFromElsewhere() {
        for (int i = 0; i < 10; i++) password("ann@post.test", WRONG, HERE);
        in(password("ann@post.test", PASSWORD, ELSEWHERE));
    }

    @Test
    void closesAnAccountToStrangersForAMinuteAtMostAndNeverToAKnownDevice() {
        var device = in(password("ann@post.test", PASSWORD, ELSEWHERE)).device();
        for (int i = 0; i < 80; i++) {
            password("ann@post.test", WRONG, from("203.0.113." + i));
            world.clock.advance(Duration.ofMinutes(1));
        }
        password("ann@post.test", WRONG, from("203.0.113.80"));

        var stranger = out(password("ann@post.test", PASSWORD, from("203.0.113.200")));
        assertThat(stranger.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
        in(password("ann@post.test", PASSWORD, new Client("203.0.113.80", "", device)));
    }

    @Test
    void countsForAKnownDeviceToo() {
        var device = in(password("ann@post.test", PASSWORD, HERE)).device();
        var known = new Client("203.0.113.1", "", device);
        for (int i = 0; i < 6; i++) password("ann@post.test", WRONG, known);
        assertThat(out(password("ann@post.test", PASSWORD, known)).reason()).isEqualTo(new SignInProblem.TooMany());
    }

    @Test
    void knowsADeviceForItsPersonAndForAYear() {
        world.person("bob@post.test", Role.VIEWER);
        var bobs = in(password("bob@post.test", PASSWORD, ELSEWHERE)).device();
        var anns = in(password("ann@post.test", PASSWORD, ELSEWHERE)).device();
        world.clock.advance(Duration.ofDays(365));
        for (int i = 0; i < 6; i++) password("ann@post.test", WRONG, HERE);
        for (String device : new String[] {bobs, anns, "invented"})
            assertThat(out(password("ann@post.test", PASSWORD, new Client(HERE.address(), "", device)))
                            .reason())
                    .isEqualTo(new SignInProblem.TooMany());
    }

    @Test
    void letsAsManyGuessAtOnceAsOneAfterAnother() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries = IntStream.range(0, 40)
                    .<Callable<SignInResult>>mapToObj(_ -> TestsAct.by(() -> password("ann@post.test", WRONG, HERE)))
                    .toList();
            assertThat(threads.invokeAll(tries).stream()
                            .map(one -> out(one.resultNow()).reason()))
                    .filteredOn(new SignInProblem.Wrong()::equals)
                    .hasSize(6);
        }
    }

    @Test
    void forgetsFailuresOfWhoSucceeds() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 5; i++) password("ann@post.test", WRONG, HERE);
            in(password("ann@post.test", PASSWORD, HERE));
        }
    }

    @Test
    void storesNeitherAddressesNorNamesOfWhoFailed() {
        password("ann@post.test", WRONG, HERE);
        assertThat(world.everythingIn("sign_in_delays"))
                .isNotEmpty()
                .doesNotContain("ann")
                .doesNotContain("192.0.2.1");
    }

    @Test
    void showsNoTokenInLogs() {
        var signedIn = in(password("ann@post.test", PASSWORD, HERE));
        assertThat(signedIn.toString()).doesNotContain(signedIn.token().reveal(), signedIn.device());
    }

    /// Hashes, and notes what each comparison cost.
    private static final class CountedHashing implements Hashing {
        private final Hashing hashing;
        private final List<String> costs = new ArrayList<>();

        CountedHashing(Hashing hashing) {
            this.hashing = hashing;
        }

        /// Of the comparisons since this was asked last: algorithm and parameters.
        List<String> costs() {
            var since = List.copyOf(costs);
            costs.clear();
            return since;
        }

        @Override
        public String hash(Secret password, byte[] salt) {
            return hashing.hash(password, salt);
        }

        @Override
        public String written(byte[] salt, byte[] hash) {
            return hashing.written(salt, hash);
        }

        @Override
        public boolean matches(Secret password, String phc) {
            costs.add(phc.substring(0, phc.indexOf('$', phc.indexOf("p="))));
            return hashing.matches(password, phc);
        }

        @Override
        public boolean isOutdated(String phc) {
            return hashing.isOutdated(phc);
        }
    }

    private static Client from(String address) {
        return new Client(address, "", null);
    }

    private SignInResult password(String email, Secret password, Client client) {
        return signIn.password(email, password, client);
    }
}
