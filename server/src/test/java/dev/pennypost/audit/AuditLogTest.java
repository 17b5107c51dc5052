package dev.pennypost.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.TeamLimits;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FixedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditLogTest {
    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);
    private final AuditLog audit = new AuditLog(database, new AuditConfig(400), clock);
    private final Teams teams = new Teams(database, clock);
    private final Keys keys = new Keys(database, new SecureRandom(), clock);
    private final TeamId acme = teams.create("Acme");
    private final Subject subject = Subject.of(Subject.Kind.TOPIC, new UUID(1, 2), "News");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tellsWhoDidWhatAndWhatItWasBeforeAndAfter() {
        var who = new Actor.ApiKey(new UUID(3, 4), "ci", new Origin("192.0.2.1", "curl/8"));
        Acting.run(who, () -> note(Facts.of("name", "Old").and("open", true), Facts.of("name", "New").and("open", true)));

        var record = newest();
        assertThat(record.team()).isEqualTo(acme.value());
        assertThat(record.at()).isEqualTo(clock.instant());
        assertThat(record.author())
                .isEqualTo(new AuditRecord.Author(
                        "api_key", new UUID(3, 4), "ci", new Origin("192.0.2.1", "curl/8")));
        assertThat(record.action()).isEqualTo("topic.updated");
        assertThat(record.subjectType()).isEqualTo("topic");
        assertThat(record.subjectId()).isEqualTo(new UUID(1, 2).toString());
        assertThat(record.subjectName()).isEqualTo("News");
        assertThat(record.before()).hasToString("{\"name\":\"Old\"}");
        assertThat(record.after()).hasToString("{\"name\":\"New\"}");
    }

    @Test
    void writesNothingWhereNothingChanged() {
        int before = all(AuditFilter.ALL).size();
        note(Facts.of("name", "Same"), Facts.of("name", "Same"));
        assertThat(all(AuditFilter.ALL)).hasSize(before);
    }

    @Test
    void aChangeThatIsRolledBackLeavesNoRecord() {
        var before = all(AuditFilter.ALL);
        assertThatThrownBy(() -> database.useTransaction(tx -> {
                    AuditLog.note(tx, acme.value(), Action.TOPIC_DELETED, subject);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(all(AuditFilter.ALL)).isEqualTo(before);
    }

    @Test
    void aChangeIsRolledBackWhoseRecordCannotBeWritten() {
        String token = keys.create(acme, "kept", Permission.FULL_ACCESS, null).token().reveal();
        var id = keys.authenticate(token).orElseThrow().key();
        database.useTransaction(tx -> tx.handle().execute("alter table audit_log rename to audit_log_away"));
        assertThatThrownBy(() -> keys.remove(acme, id)).isNotNull();
        assertThat(keys.isGood(acme, id)).isTrue();
    }

    @Test
    void showsATeamItsOwnRecordsOnlyAndOperatorsAll() {
        clock.advance(Duration.ofMillis(1));
        TeamId other = teams.create("Other");
        clock.advance(Duration.ofMillis(1));
        database.useTransaction(tx -> AuditLog.note(tx, null, Action.SITE_FORGIVEN, new Subject(Subject.Kind.SITE, "gmail", null)));
        note(null, Facts.of("name", "News"));

        assertThat(all(AuditFilter.ALL)).extracting(AuditRecord::team).containsOnly(acme.value());
        assertThat(audit.list(other.value(), AuditFilter.ALL, new PageRequest(5, newest().id(), null)))
                .as("a cursor of another team")
                .isEmpty();
        assertThat(audit.everybodys(AuditFilter.ALL, 50, null).items())
                .extracting(AuditRecord::team)
                .containsExactly(acme.value(), null, other.value(), acme.value());
        var first = audit.everybodys(AuditFilter.ALL, 1, null);
        assertThat(first.hasMore()).isTrue();
        assertThat(audit.everybodys(AuditFilter.ALL, 50, first.items().getFirst().id()).items())
                .hasSize(3);
    }

    @Test
    void findsBySubjectActorActionAndTime() {
        var early = clock.instant();
        clock.advance(Duration.ofHours(1));
        var person = new Actor.Person(new UUID(5, 6), "ada@acme.test", Origin.HERE);
        Acting.run(person, () -> note(null, Facts.of("name", "News")));
        clock.advance(Duration.ofHours(1));
        teams.limit(acme, new TeamLimits(5, null, null));

        assertThat(actions(new AuditFilter(Subject.Kind.TOPIC, null, null, null, null, null, null)))
                .containsExactly("topic.updated");
        assertThat(actions(new AuditFilter(null, acme.toString(), null, null, null, null, null)))
                .containsExactly("team.limits_updated", "team.created");
        assertThat(actions(new AuditFilter(null, null, Actor.Kind.PERSON, null, null, null, null)))
                .containsExactly("topic.updated");
        assertThat(actions(new AuditFilter(null, null, null, new UUID(5, 6), null, null, null)))
                .containsExactly("topic.updated");
        assertThat(actions(new AuditFilter(null, null, null, null, "team.created", null, null)))
                .containsExactly("team.created");
        assertThat(actions(new AuditFilter(
                        null, null, null, null, null, early.plusSeconds(60), early.plus(Duration.ofHours(2)))))
                .containsExactly("topic.updated");
    }

    @Test
    void goesThroughPagesBothWays() {
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(1));
            note(null, Facts.of("name", "News " + i));
        }
        Page<AuditRecord> first = audit.list(acme.value(), AuditFilter.ALL, PageRequest.first(2)).orElseThrow();
        assertThat(first.hasMore()).isTrue();
        UUID last = first.items().getLast().id();
        Page<AuditRecord> second =
                audit.list(acme.value(), AuditFilter.ALL, new PageRequest(2, last, null)).orElseThrow();
        assertThat(second.items()).hasSize(2).doesNotContainAnyElementsOf(first.items());
        assertThat(audit.list(
                                acme.value(),
                                AuditFilter.ALL,
                                new PageRequest(2, null, second.items().getFirst().id()))
                        .orElseThrow()
                        .items())
                .isEqualTo(first.items());
    }

    @Test
    void forgetsWholeDaysWhenTheyAreOld() {
        var yearly = new AuditLog(database, new AuditConfig(365), clock);
        yearly.turn();
        clock.advance(Duration.ofDays(365));
        yearly.turn();
        assertThat(all(AuditFilter.ALL)).hasSize(1);
        clock.advance(Duration.ofDays(1));
        yearly.turn();
        assertThat(all(AuditFilter.ALL)).isEmpty();
    }

    @Test
    void workOnAnotherThreadIsInTheSameNameWhenItIsCarried() throws InterruptedException {
        var seen = new AtomicReference<Actor>();
        var who = new Actor.Operator("command line", Origin.HERE);
        var thread = Acting.as(
                who, () -> Thread.ofVirtual().start(Acting.carried(() -> seen.set(Acting.now()))));
        thread.join();
        assertThat(seen).hasValue(who);
    }

    @Test
    void itIsAnErrorInTestsWhenNobodySaidWhoIsAtWork() {
        assertThatThrownBy(() -> CompletableFuture.runAsync(() -> note(null, Facts.of("name", "x")), Thread::startVirtualThread)
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void nobodysNamesAreTakenAsTheyCome() {
        var who = new Actor.Guest(new Origin("192.0.2.1", "a\nb re_aaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbb " + "x".repeat(600)));
        Acting.run(who, () -> note(null, Facts.of("name", "x")));
        assertThat(newest().author().origin().userAgent())
                .startsWith("a b re_[redacted] x")
                .hasSize(500);
    }

    @Test
    void anActionIsOnlyDoneToItsKindOfSubject() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> database.useTransaction(
                        tx -> AuditLog.note(tx, acme.value(), Action.DOMAIN_CREATED, subject)));
        assertThat(Action.of("webhook.secret_rotated")).contains(Action.WEBHOOK_SECRET_ROTATED);
        assertThat(Action.of("webhook.eaten")).isEmpty();
    }

    private void note(@Nullable Facts before, Facts after) {
        clock.advance(Duration.ofMillis(1));
        database.useTransaction(
                tx -> AuditLog.note(tx, acme.value(), Action.TOPIC_UPDATED, subject, before, after));
    }

    private AuditRecord newest() {
        return all(AuditFilter.ALL).getFirst();
    }

    private List<AuditRecord> all(AuditFilter filter) {
        return audit.list(acme.value(), filter, PageRequest.first(100)).orElseThrow().items();
    }

    private List<String> actions(AuditFilter filter) {
        return all(filter).stream().map(AuditRecord::action).toList();
    }
}
