package dev.pennypost.upstreams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.Acting;
import dev.pennypost.net.HostLookup;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.upstreams.UpstreamProblem.AlreadyConfigured;
import dev.pennypost.upstreams.UpstreamProblem.BadUrl;
import dev.pennypost.upstreams.UpstreamProblem.KeyRefused;
import dev.pennypost.upstreams.UpstreamProblem.NoDomain;
import dev.pennypost.upstreams.UpstreamProblem.NoKey;
import dev.pennypost.upstreams.UpstreamProblem.Nonsense;
import dev.pennypost.upstreams.UpstreamProblem.Refused;
import dev.pennypost.upstreams.UpstreamProblem.TimedOut;
import dev.pennypost.upstreams.UpstreamProblem.Unreachable;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamsTest {
    private static final String KEY = "re_secret00_aaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String NAME = "notifications.example.com";
    private static final FixedClock clock = new FixedClock();
    private static final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);

    private final FakeUpstream upstream = new FakeUpstream();
    private final TeamId team = new Teams(database, clock).create("acme");
    private final Upstreams upstreams = upstreams(new UpstreamsConfig("https://up.test", true, true, 1));

    @AfterEach
    void stop() {
        upstream.close();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void asksForAKeyFirst() {
        assertThat(problem(upstreams.add(team, NAME))).isEqualTo(new NoKey());
        assertThat(problem(upstreams.list(team))).isEqualTo(new NoKey());
        assertThat(upstreams.domain(team)).isEmpty();
    }

    @Test
    void keepsTheKeySealed() {
        store();
        byte[] sealed = database.inTransaction(tx -> tx.handle()
                .createQuery("select api_key from upstream_keys where team_id = :team")
                .bind("team", team.value())
                .mapTo(byte[].class)
                .one());
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret00");
        assertThat(upstreams.key(team).orElseThrow().toString()).doesNotContain("secret00");
    }

    @Test
    void addsOneDomainAndNoSecond() {
        store();
        upstream.answers("POST /domains", 201, "{'id':'u1','name':'" + NAME + "','status':'not_started'}")
                .knows("u1", NAME, "not_started");
        var added = done(upstreams.add(team, NAME));
        assertThat(added.upstreamId()).isEqualTo("u1");
        assertThat(added.records()).hasSize(1);
        assertThat(upstreams.domain(team)).contains(added);
        assertThat(problem(upstreams.add(team, "other.example.com"))).isEqualTo(new AlreadyConfigured(NAME));
    }

    @Test
    void aSecondRequestIsRefusedWhileTheUpstreamStillThinks() throws InterruptedException {
        store();
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        upstream.answers("POST /domains", 201, "{'id':'u1','name':'" + NAME + "','status':'pending'}", () -> {
                    asked.countDown();
                    await(answer);
                })
                .knows("u1", NAME, "pending");
        var patient = upstreams(new UpstreamsConfig("https://up.test", true, true, 20));
        var first = Thread.ofVirtual().start(Acting.carried(() -> patient.add(team, NAME)));
        await(asked);
        assertThat(problem(patient.add(team, "other.example.com"))).isEqualTo(new AlreadyConfigured(NAME));
        assertThat(patient.domain(team))
                .as("not there before the upstream has answered")
                .isEmpty();
        answer.countDown();
        first.join();
        assertThat(patient.domain(team)).isPresent();
    }

    @Test
    void takesOverWhatACrashLeftBehind() {
        store();
        // As the first transaction leaves it when the process dies while the upstream adds the domain.
        database.useTransaction(tx -> new UpstreamStore()
                .hold(
                        tx,
                        team,
                        new java.util.UUID(7, 7),
                        NAME,
                        clock.instant(),
                        clock.instant().plusSeconds(8)));
        upstream.answers("POST /domains", 403, "{'message':'has been registered already','name':'validation_error'}")
                .knows("u1", NAME, "pending");
        assertThat(problem(upstreams.add(team, NAME))).isEqualTo(new AlreadyConfigured(NAME));
        clock.advance(Duration.ofMinutes(2));
        var added = done(upstreams.add(team, NAME));
        assertThat(added.upstreamId()).isEqualTo("u1");
        assertThat(added.madeHere())
                .as("it was there before: it is not ours to delete")
                .isFalse();
    }

    @Test
    void aFailedAttemptGivesThePlaceBack() {
        store();
        upstream.answers("POST /domains", 500, "{}");
        assertThat(problem(upstreams.add(team, NAME))).isInstanceOf(Nonsense.class);
        upstream.answers("POST /domains", 201, "{'id':'u1','name':'" + NAME + "','status':'pending'}")
                .knows("u1", NAME, "pending");
        assertThat(done(upstreams.add(team, NAME)).name()).isEqualTo(NAME);
    }

    @Test
    void removesThereOnlyWhatWasAddedHere() {
        store();
        upstream.knows("u1", NAME, "verified");
        done(upstreams.select(team, "u1"));
        done(upstreams.remove(team));
        assertThat(upstream.asked()).doesNotContain("DELETE /domains/u1");
        upstream.answers("POST /domains", 201, "{'id':'u1','name':'" + NAME + "','status':'pending'}");
        done(upstreams.add(team, NAME));
        done(upstreams.remove(team));
        assertThat(upstream.asked()).contains("DELETE /domains/u1");
        assertThat(problem(upstreams.remove(team))).isEqualTo(new NoDomain());
    }

    @Test
    void remembersWhenTheDomainBecameVerified() {
        store();
        upstream.knows("u1", NAME, "pending");
        assertThat(done(upstreams.select(team, "u1")).verifiedAt()).isNull();
        upstream.knows("u1", NAME, "verified");
        Instant verified = clock.instant();
        assertThat(done(upstreams.verify(team)).verifiedAt()).isEqualTo(verified);
        clock.advance(Duration.ofDays(1));
        assertThat(done(upstreams.refresh(team)).verifiedAt()).isEqualTo(verified);
        assertThat(upstreams.domain(team).orElseThrow().verifiedAt()).isEqualTo(verified);
    }

    @Test
    void listsWithTheSelectedOneMarked() {
        store();
        upstream.knows("u1", NAME, "verified");
        assertThat(done(upstreams.list(team)).selected()).isNull();
        done(upstreams.select(team, "u1"));
        var listed = done(upstreams.list(team));
        assertThat(listed.selected()).isEqualTo("u1");
        assertThat(listed.items())
                .containsExactly(new UpstreamItem("u1", NAME, "verified", Instant.parse("2025-12-13T10:00:00.500Z")));
    }

    @Test
    void neverRepeatsTheKeyThatTheUpstreamRepeats() {
        store();
        upstream.answers("POST /domains", 422, "{'message':'no, " + KEY + ", never'}")
                .answers("GET /domains", 200, "{'data':[]}");
        assertThat(problem(upstreams.add(team, NAME))).isEqualTo(new Refused(422, "no, •••, never"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"401 {'name':'restricted_api_key'}", "403 {'name':'invalid_api_key'}"})
    void saysThatTheKeyIsRefused(String answer) {
        store();
        upstream.answers("GET /domains", Integer.parseInt(answer.substring(0, 3)), answer.substring(4));
        assertThat(problem(upstreams.list(team))).isEqualTo(new KeyRefused());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Welcome</html>",
                "[]",
                "{}",
                "{'data':7}",
                "{'data':[{'id':'../..','name':'a.test','status':'x','created_at':'2025-12-13T10:00:00Z'}]}",
                "{'data':[{'id':'u','name':'a.test','status':'<b>','created_at':'2025-12-13T10:00:00Z'}]}",
                "{'data':[{'id':'u','name':'a.test','status':'x','created_at':'yesterday'}]}"
            })
    void callsNonsenseWhatIsNone(String answer) {
        store();
        upstream.answers("GET /domains", 200, answer);
        assertThat(problem(upstreams.list(team))).isInstanceOf(Nonsense.class);
    }

    @Test
    void doesNotFollowRedirects() {
        store();
        upstream.answers("GET /domains", 302, "");
        assertThat(problem(upstreams.list(team))).isEqualTo(new Nonsense("has the status 302"));
    }

    @Test
    void givesUpOnASilentUpstream() {
        store();
        var over = new CountDownLatch(1);
        upstream.answers("GET /domains", 200, "{'data':[]}", () -> await(over));
        assertThat(problem(upstreams.list(team))).isEqualTo(new TimedOut(1));
        over.countDown();
    }

    @Test
    void saysWhenNobodyIsThere() {
        store();
        upstream.close();
        assertThat(problem(upstreams.list(team))).isEqualTo(new Unreachable("the connection failed"));
    }

    @Test
    void callsNoPrivateAddressUnlessTheOperatorAllowsIt() {
        var strict = upstreams(new UpstreamsConfig("https://up.test", false, true, 1));
        done(strict.putKey(team, KEY, upstream.url()));
        assertThat(problem(strict.list(team))).isEqualTo(new Unreachable("its host has no public address"));
        assertThat(upstream.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://up.test",
                "ftp://up.test",
                "up.test",
                "https://",
                "https://key@up.test",
                "https://up.test?a=b",
                "https://up.test/#a",
                "https://up.test:99999",
                "https://up .test"
            })
    void refusesUrlsThatNoUpstreamHas(String url) {
        var strict = upstreams(new UpstreamsConfig("https://up.test", false, false, 1));
        assertThat(problem(strict.putKey(team, KEY, url))).isInstanceOf(BadUrl.class);
    }

    @Test
    void anotherTeamHasAnotherPlace() {
        store();
        upstream.knows("u1", NAME, "verified");
        done(upstreams.select(team, "u1"));
        var other = new Teams(database, clock).create("other");
        assertThat(upstreams.domain(other)).isEmpty();
        assertThat(upstreams.key(other)).isEmpty();
    }

    private void store() {
        done(upstreams.putKey(team, KEY, upstream.url() + "/"));
    }

    private static Upstreams upstreams(UpstreamsConfig config) {
        return new Upstreams(
                database, new SecretBox(new byte[32], new SecureRandom()), HostLookup.system(), config, clock);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T done(UpstreamResult<T> result) {
        assertThat(result).isInstanceOf(UpstreamResult.Done.class);
        return ((UpstreamResult.Done<T>) result).value();
    }

    private static <T> UpstreamProblem problem(UpstreamResult<T> result) {
        assertThat(result).isInstanceOf(UpstreamResult.Refused.class);
        return ((UpstreamResult.Refused<T>) result).problem();
    }
}
