package dev.pennypost.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.DomainId;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FixedClock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeysTest {
    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);
    private final Keys keys = new Keys(database, new SecureRandom(), clock);
    private final TeamId acme = new Teams(database, clock).create("acme");
    private final TeamId rival = new Teams(database, clock).create("rival");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void makesTokensOfTheContractsForm() {
        assertThat(make().token().reveal()).matches("re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}");
    }

    @Test
    void knowsTheCallerByTheToken() {
        var domain = new DomainId(UUID.randomUUID());
        var created = keys.create(acme, "sender", Permission.SENDING_ACCESS, domain);

        assertThat(keys.authenticate(created.token().reveal()))
                .contains(new Caller(acme, created.key().id(), created.key().name(), Permission.SENDING_ACCESS, domain));
    }

    @Test
    void storesNoToken() {
        String token = make().token().reveal();

        String everything = database.inTransaction(tx -> tx.handle()
                .createQuery("select string_agg(api_keys::text, ' ') from api_keys")
                .mapTo(String.class)
                .one());

        assertThat(everything).doesNotContain(token).doesNotContain(hex(token));
    }

    @Test
    void showsNoTokenInLogs() {
        assertThat(make().toString()).doesNotContainPattern("re_[A-Za-z0-9]{8}_");
    }

    @Test
    void acceptsARemovedKeyNoMore() {
        var created = make();
        assertThat(keys.authenticate(created.token().reveal())).isPresent();

        assertThat(keys.remove(acme, created.key().id())).isTrue();

        assertThat(keys.authenticate(created.token().reveal())).isEmpty();
        assertThat(keys.remove(acme, created.key().id())).isFalse();
    }

    @Test
    void removesNoKeyOfAnotherTeam() {
        var created = make();

        assertThat(keys.remove(rival, created.key().id())).isFalse();

        assertThat(keys.authenticate(created.token().reveal())).isPresent();
        assertThat(keys.list(rival, PageRequest.first(10)).orElseThrow().items())
                .isEmpty();
    }

    @Test
    void notesWhenAKeyWasLastUsed() {
        var created = make();
        assertThat(lastUsed()).isNull();
        keys.authenticate(created.token().reveal());

        try (var noting = keys.noteUse().start()) {
            noting.wake();
            Eventually.holds("noted", () -> clock.instant().equals(lastUsed()));
        }
    }

    @Test
    void knowsAKeyWhoseTimeIsOver() {
        var end = clock.instant().plusSeconds(60);
        var created = keys.create(acme, "short", Permission.FULL_ACCESS, null, end);
        assertThat(keys.authenticate(created.token().reveal())).isPresent();
        assertThat(keys.isGood(acme, created.key().id())).isTrue();

        clock.set(end);

        assertThat(keys.recognise(created.token().reveal())).isEqualTo(new Recognition.Expired());
        assertThat(keys.authenticate(created.token().reveal())).isEmpty();
        assertThat(keys.isGood(acme, created.key().id())).isFalse();
    }

    @Test
    void renamesNoKeyOfAnotherTeam() {
        var id = make().key().id();

        assertThat(keys.rename(rival, id, "theirs")).isFalse();
        assertThat(keys.rename(acme, id, "ours")).isTrue();

        assertThat(keys.list(acme, PageRequest.first(1)).orElseThrow().items())
                .extracting(ApiKey::name)
                .containsExactly("ours");
    }

    @Test
    void refusesWhatIsNoToken() {
        assertThat(keys.authenticate("")).isEmpty();
        assertThat(keys.authenticate("re_short")).isEmpty();
        assertThat(keys.authenticate("re_AAAAAAAA_AAAAAAAAAAAAAAAAAAAAAAAA")).isEmpty();
    }

    private java.time.@org.jspecify.annotations.Nullable Instant lastUsed() {
        return keys.list(acme, PageRequest.first(1))
                .orElseThrow()
                .items()
                .getFirst()
                .lastUsedAt();
    }

    private Keys.Created make() {
        return keys.create(acme, "test", Permission.FULL_ACCESS, null);
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
