package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.SiteConnection.Opened;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.client.Extensions;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.Phase;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.FixedClock;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which of a domain's two exchangers is spoken to when a message asks for an extension.
class SiteConnectionTest {
    private static final DomainName DEST = DomainName.parse("dest.test");

    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 2, clock);
    private final FakeDns dns = new FakeDns();
    private final FakeMx first = FakeMx.startAt("127.0.0.1", 0);
    private final FakeMx second = FakeMx.startAt("127.0.0.2", first.port());
    private final Semaphore connections = new Semaphore(1);
    private final SiteConnection connection = connection();

    @AfterEach
    void close() {
        connection.close();
        first.close();
        second.close();
        database.close();
    }

    @Test
    void goesOnToTheExchangerThatOffersWhatTheMessageAsksFor() {
        first.without("SMTPUTF8");

        assertThat(host(open(SiteConnectionTest::utf8))).isEqualTo("mx2.dest.test");
        assertThat(first.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void keepsToThePreferredExchangerWhereNothingIsAskedFor() {
        first.without("SMTPUTF8");

        assertThat(host(open(SiteConnectionTest::anything))).isEqualTo("mx1.dest.test");
    }

    @Test
    void leavesAnOpenSessionThatDoesNotOfferIt() {
        first.without("SMTPUTF8");
        open(SiteConnectionTest::anything);

        assertThat(host(open(SiteConnectionTest::utf8))).isEqualTo("mx2.dest.test");
        assertThat(host(open(SiteConnectionTest::anything))).isEqualTo("mx2.dest.test");
        assertThat(first.commands()).contains("QUIT");
        assertThat(second.connections()).isEqualTo(1);
    }

    @Test
    void saysThatNobodyOffersItWhenAllWereAsked() {
        first.without("SMTPUTF8");
        second.without("SMTPUTF8");

        assertThat(failure(open(SiteConnectionTest::utf8))).isEqualTo(new Failure.Utf8NotOffered());
        connection.drop();
        assertThat(connections.availablePermits()).isEqualTo(1);
    }

    @Test
    void comesBackWhenAnExchangerThatMightOfferItDidNotAnswer() {
        first.without("SMTPUTF8");
        second.onGreeting("421 4.3.2 busy");

        assertThat(failure(open(SiteConnectionTest::utf8)))
                .isInstanceOfSatisfying(
                        Failure.Refused.class,
                        refused -> assertThat(refused.phase()).isEqualTo(Phase.GREETING));
    }

    private static Optional<Failure> utf8(Extensions offered) {
        return offered.lacking(true, Body.SEVEN_BIT);
    }

    private static Optional<Failure> anything(Extensions offered) {
        return offered.lacking(false, Body.SEVEN_BIT);
    }

    private Opened open(Function<Extensions, Optional<Failure>> lacking) {
        return connection.session(() -> DEST, DEST, lacking);
    }

    private static String host(Opened opened) {
        return ((Opened.Open) opened).session().facts().target().host();
    }

    private static Failure failure(Opened opened) {
        return ((Opened.Failed) opened).failure();
    }

    private SiteConnection connection() {
        dns.mx("dest.test", 10, "mx1.dest.test").mx("dest.test", 20, "mx2.dest.test");
        dns.a("mx1.dest.test", "127.0.0.1").a("mx2.dest.test", "127.0.0.2");
        return TestConnections.to(DEST, "mx1.dest.test", first.port(), dns, database, connections, clock);
    }
}
