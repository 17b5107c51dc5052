package dev.pennypost.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    private static final String GOOGLE = "gmail-smtp-in.l.google.com";
    private static final String GOOGLE_TOO = "alt1.gmail-smtp-in.l.google.com";
    private static final String YAHOO = "mta7.am0.yahoodns.net";

    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 6, clock);
    private final Domains domains = new Domains(
            database,
            new RecordCheck(new FakeDns()),
            new SecretBox(new byte[32], new SecureRandom()),
            PublicSuffixList.bundled()::registrableDomain,
            DomainsConfig.of("feedback.test", "spf.test"),
            clock);
    private final Incidents incidents = domains.incidents();
    private final TeamId team = new Teams(database, clock).create("acme");
    private final DomainId domain = added("acme.test");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void openWithTheFirstRefusalAndCountTheOthers() {
        Instant first = clock.instant();
        fail(AuthenticationFault.SPF, GOOGLE, "550 5.7.27 SPF did not pass");
        clock.advance(Duration.ofHours(1));
        database.useTransaction(tx -> incidents.failed(
                tx,
                List.of(
                        failure(AuthenticationFault.SPF, GOOGLE, "once"),
                        failure(AuthenticationFault.SPF, YAHOO, "more"))));

        assertThat(incidents.of(team, domain)).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(AuthenticationFault.SPF);
            assertThat(one.openedAt()).isEqualTo(first);
            assertThat(one.lastSeenAt()).isEqualTo(clock.instant());
            assertThat(one.times()).isEqualTo(3);
            assertThat(one.closedAt()).isNull();
        });
    }

    @Test
    void standByThemselvesForEachKindAndDomain() {
        DomainId other = added("other.test");
        fail(AuthenticationFault.SPF, GOOGLE, "spf");
        clock.advance(Duration.ofSeconds(1));
        fail(AuthenticationFault.DKIM, GOOGLE, "dkim");

        assertThat(incidents.of(team, domain))
                .extracting(Incident::kind)
                .containsExactly(AuthenticationFault.DKIM, AuthenticationFault.SPF);
        assertThat(incidents.of(team, other)).isEmpty();
        assertThat(incidents.of(new TeamId(UUID.randomUUID()), domain)).isEmpty();
    }

    @Test
    void closeWhenTheSameReceiverTakesMailADayLater() {
        fail(AuthenticationFault.DMARC, GOOGLE, "dmarc");
        clock.advance(Duration.ofHours(23));
        accept(GOOGLE);
        assertThat(incidents.of(team, domain).getFirst().closedAt()).isNull();

        clock.advance(Duration.ofHours(1));
        accept(YAHOO);
        assertThat(incidents.of(team, domain).getFirst().closedAt()).isNull();

        accept(GOOGLE_TOO);
        assertThat(incidents.of(team, domain).getFirst().closedAt()).isEqualTo(clock.instant());
    }

    @Test
    void closeAfterAWeekOfSilenceAndOpenAnew() {
        fail(AuthenticationFault.DKIM, GOOGLE, "dkim");
        Instant closed = clock.instant().plus(Duration.ofDays(7));
        clock.advance(Duration.ofDays(8));
        assertThat(incidents.of(team, domain).getFirst().closedAt()).isEqualTo(closed);

        fail(AuthenticationFault.DKIM, GOOGLE, "again");

        assertThat(incidents.of(team, domain)).extracting(Incident::closedAt).containsExactly(null, closed);
        assertThat(incidents.of(team, domain)).extracting(Incident::times).containsExactly(1, 1);
    }

    @Test
    void shortenWhatWasSaid() {
        fail(AuthenticationFault.OTHER, GOOGLE, "x".repeat(5_000));

        assertThat(incidents.of(team, domain).getFirst().reply()).hasSize(500);
    }

    @Test
    void goWithTheirDomainAndHaveNoneWhereItIsGone() {
        fail(AuthenticationFault.SPF, GOOGLE, "spf");
        domains.remove(team, domain);

        fail(AuthenticationFault.SPF, GOOGLE, "late");

        assertThat(incidents.of(team, domain)).isEmpty();
    }

    @Test
    void countRightWhenManySayItAtOnce() throws Exception {
        DomainId other = added("other.test");
        try (var threads = Executors.newFixedThreadPool(6)) {
            var all = IntStream.range(0, 60)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> database.useTransaction(tx -> incidents.failed(
                            tx,
                            i % 2 == 0
                                    ? List.of(failure(domain), failure(other))
                                    : List.of(failure(other), failure(domain))))))
                    .toList();
            for (Future<?> one : all) one.get();
        }

        assertThat(incidents.of(team, domain)).extracting(Incident::times).containsExactly(60);
        assertThat(incidents.of(team, other)).extracting(Incident::times).containsExactly(60);
    }

    private Incidents.Failed failure(DomainId of) {
        return new Incidents.Failed(team, of, AuthenticationFault.SPF, GOOGLE, "spf", clock.instant());
    }

    private Incidents.Failed failure(AuthenticationFault kind, String receiver, String reply) {
        return new Incidents.Failed(team, domain, kind, receiver, reply, clock.instant());
    }

    private void fail(AuthenticationFault kind, String receiver, String reply) {
        database.useTransaction(tx -> incidents.failed(tx, List.of(failure(kind, receiver, reply))));
    }

    private void accept(String receiver) {
        var accepted = new Incidents.Accepted(team, domain, receiver, clock.instant());
        database.useTransaction(tx -> incidents.accepted(tx, List.of(accepted)));
    }

    private DomainId added(String name) {
        return ((AddResult.Added) domains.add(team, AddDomain.named(name)))
                .domain()
                .id();
    }
}
