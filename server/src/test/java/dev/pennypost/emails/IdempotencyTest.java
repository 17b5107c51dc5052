package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.emails.EmailProblem.KeyInUse;
import dev.pennypost.emails.EmailProblem.KeyReused;
import dev.pennypost.keys.Caller;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Permission;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The rows of the table in docs/design/idempotency.md, and the contract's §6.
class IdempotencyTest {
    private static final SendEmail EMAIL = World.email("a@acme.test", "ada@dest.test");

    private final World world = new World();
    private Caller acme =
            new Caller(new TeamId(UUID.randomUUID()), new KeyId(UUID.randomUUID()), Permission.FULL_ACCESS, null);

    @BeforeEach
    void acmeMaySend() {
        acme = world.sender(world.team("acme"), "acme.test");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRepetitionIsAnsweredWithTheFirstAnswerAndSendsNothing() {
        SendResult first = world.emailsDoor().send(acme, () -> EMAIL, key("a", "body"));
        assertThat(first).isInstanceOf(SendResult.Accepted.class);
        assertThat(world.emailsDoor().send(acme, () -> EMAIL, key("a", "body"))).isEqualTo(first);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void theSameKeyForSomethingElseIsRefused() {
        world.emailsDoor().send(acme, () -> EMAIL, key("a", "body"));
        assertThat(world.emailsDoor().send(acme, () -> EMAIL, key("a", "other")))
                .isEqualTo(new SendResult.Refused(new KeyReused()));
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void keysCountByTeamAndByRoute() {
        world.emailsDoor().send(acme, () -> EMAIL, key("a", "body"));
        var batch = IdempotencyKey.of("POST /emails/batch", "a", "body");
        world.emailsDoor().sendAll(acme, () -> List.of(new BatchItem.Understood(EMAIL)), true, Object::toString, batch);
        Caller other = world.sender(world.team("other"), "other.test");
        world.emailsDoor().send(other, () -> World.email("a@other.test", "ada@dest.test"), key("a", "body"));
        assertThat(stored()).isEqualTo(2);
        assertThat(stored(other.team())).isEqualTo(1);
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        SendResult first = world.emailsDoor().send(acme, () -> EMAIL, key("a", "body"));
        world.clock.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(world.emailsDoor().send(acme, () -> EMAIL, key("a", "body"))).isEqualTo(first);
        world.clock.advance(Duration.ofSeconds(2));
        assertThat(world.emailsDoor().send(acme, () -> EMAIL, key("a", "other")))
                .isInstanceOf(SendResult.Accepted.class)
                .isNotEqualTo(first);
    }

    @Test
    void whatWasRefusedMayBeMendedAndSentWithTheSameKey() {
        assertThat(world.emailsDoor().send(acme, () -> World.email("a@nobodys.test", "ada@dest.test"), key("a", "bad")))
                .isInstanceOf(SendResult.Refused.class);
        assertThat(world.emailsDoor().send(acme, () -> EMAIL, key("a", "good")))
                .isInstanceOf(SendResult.Accepted.class);
    }

    @Test
    void ofManyAtOnceOneIsCarriedOutAndTheOthersAreToldSo() throws InterruptedException {
        var start = new CountDownLatch(1);
        Set<SendResult> results = ConcurrentHashMap.newKeySet();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 20; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                } catch (InterruptedException stopped) {
                    throw new IllegalStateException(stopped);
                }
                results.add(world.emailsDoor().send(acme, () -> EMAIL, key("a", "body")));
            }));
        }
        start.countDown();
        for (Thread thread : threads) thread.join();
        assertThat(results.stream().filter(SendResult.Accepted.class::isInstance))
                .hasSize(1);
        assertThat(results)
                .allMatch(result ->
                        result instanceof SendResult.Accepted || result.equals(new SendResult.Refused(new KeyInUse())));
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void anotherProcessThatIsAtItIsNotOvertaken() {
        var store = new IdempotencyStore();
        try (var other = world.otherNode()) {
            world.database.useTransaction(tx -> {
                assertThat(store.lock(tx, acme.team(), key("a", "body"))).isTrue();
                assertThat(other.send(acme, () -> EMAIL, key("a", "body")))
                        .isEqualTo(new SendResult.Refused(new KeyInUse()));
            });
            assertThat(other.send(acme, () -> EMAIL, key("a", "body"))).isInstanceOf(SendResult.Accepted.class);
        }
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void whatAnotherProcessDidWhileWeLookedIsAnsweredAndNotDoneAgain() {
        SendResult first = world.emailsDoor().send(acme, () -> EMAIL, key("a", "body"));
        var idempotency = new Idempotency(world.database, world.clock);
        var results = List.<ItemResult>of(new ItemResult.Accepted(new EmailId(UUID.randomUUID())));
        var again = world.database.inTransaction(
                tx -> idempotency.take(tx, acme.team(), key("a", "body"), results, world.clock.instant()));
        assertThat(again)
                .contains(new BatchResult.Done(List.of(new ItemResult.Accepted(((SendResult.Accepted) first).id()))));
    }

    @Test
    void whenTheTransactionFailsNeitherKeyNorEmailIsThere() {
        world.database.useTransaction(tx -> tx.handle().execute("""
                create function break() returns trigger language plpgsql as
                $$ begin raise exception 'the process dies here'; end $$;
                create trigger break before insert on deliveries execute function break()"""));
        assertThatThrownBy(() -> world.emailsDoor().send(acme, () -> EMAIL, key("a", "body")))
                .isInstanceOf(RuntimeException.class);
        assertThat(stored()).isZero();
        world.database.useTransaction(tx -> tx.handle().execute("drop trigger break on deliveries"));
        assertThat(world.emailsDoor().send(acme, () -> EMAIL, key("a", "body")))
                .isInstanceOf(SendResult.Accepted.class);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aRestartForgetsNothing() {
        SendResult first = world.emailsDoor().send(acme, () -> EMAIL, key("a", "body"));
        world.restart();
        assertThat(world.emailsDoor().send(acme, () -> EMAIL, key("a", "body"))).isEqualTo(first);
    }

    @Test
    void aBatchIsRepeatedWholeWithWhatWasRefusedOfIt() {
        var items = List.<BatchItem>of(
                new BatchItem.Understood(EMAIL),
                new BatchItem.NotUnderstood("The `to` field is missing."),
                new BatchItem.Understood(World.email("a@nobodys.test", "ada@dest.test")));
        var key = IdempotencyKey.of("POST /emails/batch", "a", "body");
        var first = world.emailsDoor().sendAll(acme, () -> items, false, _ -> "not verified", key);
        assertThat(((BatchResult.Done) first).items())
                .hasSize(3)
                .contains(new ItemResult.Refused("The `to` field is missing."), new ItemResult.Refused("not verified"));
        assertThat(world.emailsDoor().sendAll(acme, () -> items, false, _ -> "not verified", key))
                .isEqualTo(first);
        assertThat(stored()).isEqualTo(1);
    }

    private static IdempotencyKey key(String key, String request) {
        return IdempotencyKey.of("POST /emails", key, request);
    }

    private int stored() {
        return stored(acme.team());
    }

    private int stored(TeamId team) {
        return world.emailsDoor()
                .list(team, new PageRequest(100, null, null))
                .orElseThrow()
                .items()
                .size();
    }
}
