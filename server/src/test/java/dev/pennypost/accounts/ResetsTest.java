package dev.pennypost.accounts;

import static dev.pennypost.accounts.World.ELSEWHERE;
import static dev.pennypost.accounts.World.HERE;
import static dev.pennypost.accounts.World.PASSWORD;
import static dev.pennypost.accounts.World.done;
import static dev.pennypost.accounts.World.in;
import static dev.pennypost.accounts.World.out;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.Secret;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResetsTest {
    private static final Secret WANTED = new Secret("another horse battery");

    private final World world = new World();
    private final Accounts accounts = world.accounts;

    @BeforeEach
    void somebody() {
        world.person("ann@post.test", Role.OWNER);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void replaceAPasswordByALinkInALetter() {
        var session =
                in(accounts.signIn().password("ann@post.test", PASSWORD, HERE)).token();
        String token = request();
        assertThat(accounts.resetting(token).orElseThrow().email()).isEqualTo("ann@post.test");
        assertThat(accounts.reset(token, WANTED)).isEmpty();

        assertThat(accounts.sessions().find(session.reveal())).isEmpty();
        out(accounts.signIn().password("ann@post.test", PASSWORD, HERE));
        in(accounts.signIn().password("ann@post.test", WANTED, HERE));
        assertThat(accounts.reset(token, PASSWORD)).contains(new AccountProblem.Expired());
    }

    @Test
    void endAfterAnHour() {
        String token = request();
        world.clock.advance(Duration.ofHours(1));
        assertThat(accounts.resetting(token)).isEmpty();
        assertThat(accounts.reset(token, WANTED)).contains(new AccountProblem.Expired());
    }

    @Test
    void surviveAPasswordThatIsRefused() {
        String token = request();
        assertThat(accounts.reset(token, new Secret("short"))).contains(new AccountProblem.PasswordTooShort(10));
        assertThat(accounts.reset(token, WANTED)).isEmpty();
    }

    @Test
    void endWhenThePasswordIsChangedOtherwise() {
        String token = request();
        assertThat(accounts.setPassword("ann@post.test", WANTED)).isEmpty();
        assertThat(accounts.resetting(token)).isEmpty();
    }

    @Test
    void leaveCodesAsTheyAre() {
        var session = world.session("ann@post.test");
        done(accounts.factors().beginTotp(session, PASSWORD));
        // a first code is enough to have codes asked for
        world.database.useTransaction(tx -> tx.handle().execute("update person_totp set confirmed_at = created_at"));
        assertThat(accounts.reset(request(), WANTED)).isEmpty();
        assertThat(accounts.signIn().password("ann@post.test", WANTED, HERE))
                .isInstanceOf(SignInResult.SecondFactor.class);
    }

    @Test
    void areAnsweredAlikeForNobody() {
        assertThat(accounts.requestReset("nobody@post.test", HERE)).isEmpty();
        request();
        assertThat(world.letters)
                .hasSize(1)
                .allSatisfy(letter -> assertThat(letter.to()).isEqualTo("ann@post.test"));
    }

    @Test
    void areNotSentWithoutEnd() {
        for (int i = 0; i < 4; i++)
            assertThat(accounts.requestReset("ann@post.test", HERE)).isEmpty();
        assertThat(accounts.requestReset("ann@post.test", ELSEWHERE))
                .get()
                .isInstanceOf(AccountProblem.TooManyAttempts.class);
        sendAll(accounts);
        assertThat(world.letters).hasSize(4);
    }

    @Test
    void writeDownTheSameForNobodyAsForSomebody() {
        accounts.requestReset("nobody@post.test", HERE);
        accounts.requestReset("ann@post.test", HERE);
        assertThat(world.everythingIn("password_reset_requests")).contains("nobody@post.test", "ann@post.test");
        assertThat(world.everythingIn("password_resets")).isEmpty();
        sendAll(accounts);
        assertThat(world.everythingIn("password_reset_requests")).isEmpty();
    }

    @Test
    void surviveAProcessThatDiesBeforeTheLetterIsHandedOver() {
        var dying = world.node(letter -> {
            throw new IllegalStateException("the process dies before " + letter.key());
        });
        assertThat(dying.requestReset("ann@post.test", HERE)).isEmpty();
        assertThatThrownBy(() -> dying.resets().sendNext()).isInstanceOf(IllegalStateException.class);
        assertThat(accounts.resets().sendNext())
                .as("it is somebody's, for a minute")
                .isFalse();

        world.clock.advance(Duration.ofMinutes(1));
        sendAll(accounts);
        assertThat(accounts.reset(tokenOf(world.letters.getLast()), WANTED)).isEmpty();
    }

    @Test
    void areTheSameLetterWhenAProcessDiesAfterHandingItOver() {
        var dying = world.node(letter -> {
            world.letters.add(letter);
            throw new IllegalStateException("the process dies after " + letter.key());
        });
        assertThat(dying.requestReset("ann@post.test", HERE)).isEmpty();
        assertThatThrownBy(() -> dying.resets().sendNext()).isInstanceOf(IllegalStateException.class);
        world.clock.advance(Duration.ofMinutes(1));
        sendAll(accounts);
        assertThat(world.letters).hasSize(2);
        assertThat(world.letters.getLast()).isEqualTo(world.letters.getFirst());
    }

    @Test
    void areOfNoUseAgainOnceUsedThoughTheirLetterIsSentAgain() {
        var dying = world.node(letter -> {
            world.letters.add(letter);
            throw new IllegalStateException("the process dies after " + letter.key());
        });
        assertThat(dying.requestReset("ann@post.test", HERE)).isEmpty();
        assertThatThrownBy(() -> dying.resets().sendNext()).isInstanceOf(IllegalStateException.class);
        String token = tokenOf(world.letters.getFirst());
        assertThat(accounts.reset(token, WANTED)).isEmpty();
        world.clock.advance(Duration.ofMinutes(1));
        sendAll(accounts);
        assertThat(world.letters).hasSize(1);
        assertThat(accounts.reset(token, PASSWORD)).contains(new AccountProblem.Expired());
    }

    @Test
    void areForgottenAnHourAfterTheyWereAskedFor() {
        accounts.requestReset("ann@post.test", HERE);
        world.clock.advance(Duration.ofHours(1));
        sendAll(accounts);
        assertThat(world.letters).isEmpty();
        assertThat(world.everythingIn("password_reset_requests")).isEmpty();
    }

    @Test
    void needMail() {
        var silent = world.node(World.CONFIG, World.CHEAP, false, OidcConfig.OFF, "https://post.test");
        assertThat(silent.sendsMail()).isFalse();
        assertThat(silent.requestReset("ann@post.test", HERE)).contains(new AccountProblem.NotConfigured());
    }

    @Test
    void storeNoToken() {
        String token = request();
        assertThat(world.everythingIn("password_resets")).isNotEmpty().doesNotContain(token);
        accounts.requestReset("ann@post.test", ELSEWHERE);
        assertThat(world.everythingIn("password_reset_requests")).isNotEmpty().doesNotContain("/reset/");
    }

    private String request() {
        assertThat(accounts.requestReset("ann@post.test", HERE)).isEmpty();
        sendAll(accounts);
        return tokenOf(world.letters.getLast());
    }

    private static void sendAll(Accounts node) {
        boolean more = true;
        while (more) more = node.resets().sendNext();
    }

    private static String tokenOf(AccountMail.Letter letter) {
        String text = letter.text();
        int start = text.indexOf("/reset/") + "/reset/".length();
        return text.substring(start, text.indexOf('\n', start));
    }
}
