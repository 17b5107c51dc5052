package dev.pennypost.accounts;

import static dev.pennypost.accounts.World.ELSEWHERE;
import static dev.pennypost.accounts.World.HERE;
import static dev.pennypost.accounts.World.PASSWORD;
import static dev.pennypost.accounts.World.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pennypost.testkit.Eventually;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final World world = new World();
    private final Sessions sessions = world.accounts.sessions();

    @BeforeEach
    void somebody() {
        world.person("ann@post.test", Role.DEVELOPER);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void knowsThePersonAndTheTeamsByTheToken() {
        var ann = world.accounts.all().getFirst().person();
        var other = world.team("Acme");
        world.person("bob@post.test", other, Role.OWNER);
        var session = world.session(signIn());
        assertThat(session.person()).isEqualTo(ann);
        assertThat(session.memberships())
                .containsExactly(new Membership(world.first, "Default", Role.DEVELOPER, true));
        assertThat(session.may(world.first, Permission.SEND)).isTrue();
        assertThat(session.may(world.first, Permission.MANAGE_MEMBERS)).isFalse();
        assertThat(session.may(other, Permission.READ)).isFalse();
        assertThat(sessions.find("invented")).isEmpty();
    }

    @Test
    void storesNoToken() {
        String token = signIn().reveal();
        assertThat(token).hasSize(43);
        assertThat(world.everythingIn("person_sessions"))
                .doesNotContain(token)
                .doesNotContain(HexFormat.of()
                        .formatHex(Base64.getUrlDecoder().decode(token)));
        assertThat(signIn().toString()).isEqualTo("•••");
    }

    @Test
    void endsAfterTwelveHoursOfNothing() {
        var token = signIn();
        world.clock.advance(Duration.ofHours(11));
        assertThat(sessions.find(token.reveal())).isPresent();
        world.clock.advance(Duration.ofHours(11));
        assertThat(sessions.find(token.reveal())).isPresent();
        world.clock.advance(Duration.ofHours(12));
        assertThat(sessions.find(token.reveal())).isEmpty();
    }

    @Test
    void endsAfterThirtyDaysHoweverOftenItIsUsed() {
        var token = signIn();
        for (int i = 0; i < 59; i++) {
            world.clock.advance(Duration.ofHours(12).minusMinutes(1));
            assertThat(sessions.find(token.reveal())).as("after %s halves of days", i).isPresent();
        }
        world.clock.advance(Duration.ofHours(13));
        assertThat(sessions.find(token.reveal())).isEmpty();
    }

    @Test
    void writesDownOnceAMinuteThatItWasSeen() {
        var token = signIn();
        var person = world.session(token).person().id();
        var begun = world.clock.instant();
        world.clock.advance(Duration.ofSeconds(59));
        assertThat(sessions.find(token.reveal())).isPresent();
        assertThat(sessions.list(person).getFirst().lastSeen()).isEqualTo(begun);
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(sessions.find(token.reveal())).isPresent();
        assertThat(sessions.list(person).getFirst().lastSeen()).isEqualTo(world.clock.instant());
    }

    @Test
    void listsOwnSessionsAndEndsThem() {
        var here = world.session(signIn());
        var there = in(world.accounts.signIn().password("ann@post.test", PASSWORD, ELSEWHERE)).token();
        var ann = here.person().id();
        assertThat(sessions.list(ann))
                .extracting(OpenSession::program, OpenSession::address)
                .containsExactlyInAnyOrder(
                        tuple("Firefox", "192.0.2.1"),
                        tuple("curl", "198.51.100.7"));
        var bob = world.person("bob@post.test", Role.OWNER);
        assertThat(sessions.end(bob.id(), here.id())).isFalse();
        assertThat(sessions.end(ann, world.session(there).id())).isTrue();
        assertThat(sessions.find(there.reveal())).isEmpty();
    }

    @Test
    void endsAllOthers() {
        signIn();
        signIn();
        var here = world.session(signIn());
        assertThat(sessions.endOthers(here)).isEqualTo(2);
        assertThat(sessions.list(here.person().id()))
                .extracting(OpenSession::id)
                .containsExactly(here.id());
    }

    @Test
    void givesEachSessionItsOwnTokenForForms() {
        var token = signIn();
        var one = world.session(token);
        var other = world.session(signIn());
        assertThat(one.csrf()).isNotEqualTo(other.csrf()).isNotEqualTo(token.reveal());
        assertThat(world.session(token).csrf()).isEqualTo(one.csrf());
        assertThat(one.isGenuine(one.csrf())).isTrue();
        assertThat(one.isGenuine(other.csrf())).isFalse();
        assertThat(one.isGenuine("")).isFalse();
    }

    @Test
    void forgetsWhatHasEnded() {
        signIn();
        world.clock.advance(Duration.ofHours(13));
        try (var _ = sessions.forgetting().start()) {
            Eventually.holds("none is left", () -> world.everythingIn("person_sessions").isEmpty());
        }
    }

    private SessionToken signIn() {
        return in(world.accounts.signIn().password("ann@post.test", PASSWORD, HERE)).token();
    }
}
