package dev.pennypost.domains.delegation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.AddDomain;
import dev.pennypost.domains.AddResult;
import dev.pennypost.domains.AddResult.Added;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainEvent;
import dev.pennypost.domains.DomainProblem;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.SetupMode;
import dev.pennypost.domains.TlsMode;
import dev.pennypost.domains.UpdateDomain;
import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DnsResolver;
import dev.pennypost.mail.dns.DnsServer;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DelegatedZonesTest {
    private static final FixedClock clock = new FixedClock();
    private static final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);
    private static final OperatorZone operator = new OperatorZone(
            new DomainName("d.mta.test"),
            List.of(InetAddress.ofLiteral("192.0.2.1")),
            Duration.ofSeconds(60),
            Duration.ofDays(90));
    private static final Domains domains = domains(Optional.of(operator));
    private static final DelegatedZones zones = new DelegatedZones(operator, database);

    private static TeamId team;
    private static Domain acme;
    private static Domain beta;
    private static DnsServer server;
    private static DnsResolver resolver;

    @BeforeAll
    static void start() throws IOException {
        database.outbox().tell(DomainEvent.kinds(), List.of());
        team = new Teams(database, clock).create("acme");
        acme = ((Added) domains.add(team, tracked("acme.test", SetupMode.CNAME))).domain();
        beta = ((Added) domains.add(team, tracked("mail.beta.test", SetupMode.NS))).domain();
        server = DnsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), zones);
        resolver = new DnsResolver(List.of(server.address()));
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    private static Domains domains(Optional<OperatorZone> zone) {
        return new Domains(
                database,
                new RecordCheck(new FakeDns()),
                new SecretBox(new byte[32], new SecureRandom()),
                PublicSuffixList.bundled()::registrableDomain,
                DomainsConfig.of("bounces.mta.test", "spf.mta.test"),
                zone,
                _ -> false,
                clock);
    }

    private static AddDomain tracked(String name, SetupMode mode) {
        return new AddDomain(
                name, null, null, TlsMode.OPPORTUNISTIC, false, true, false, true, true, "links", mode, true, null);
    }

    @Test
    void anOwnersAliasesLeadToWhatTheOwnerWouldHavePublished() {
        for (PlannedRecord alias : acme.plan()) {
            if (alias.type() != RecordType.CNAME || alias.purpose() == Purpose.SPARE_KEY) continue;
            var behind = acme.managedRecords().stream()
                    .map(record -> record.planned())
                    .filter(record -> record.name().equals(alias.name()))
                    .toList();
            assertThat(behind).as(alias.toString()).isNotEmpty();
            for (PlannedRecord record : behind)
                assertThat(resolver.ask(DomainName.ofDns(alias.value()), record.type()))
                        .as(record.toString())
                        .isInstanceOf(Answer.Records.class);
        }
        assertThat(texts(alias("pennypost._domainkey")))
                .containsExactly(acme.managedRecords().stream()
                        .map(record -> record.planned())
                        .filter(record -> record.purpose() == Purpose.DKIM)
                        .findFirst()
                        .orElseThrow()
                        .value());
    }

    @Test
    void aSecondSignatureHasAliasesOfItsOwn() {
        assertThat(acme.plan())
                .filteredOn(record -> record.purpose().isKey())
                .extracting(record -> record.name().ascii())
                .containsExactly(
                        "pennypost._domainkey.acme.test",
                        "pennypost-ed._domainkey.acme.test",
                        "pennypost2._domainkey.acme.test",
                        "pennypost-ed2._domainkey.acme.test");
        assertThat(texts(alias("pennypost-ed._domainkey")))
                .singleElement()
                .satisfies(text -> assertThat(text).contains("k=ed25519"));
    }

    @Test
    void aNameHandedOverHasAllItsRecordsWithUs() {
        assertThat(resolver.ask(beta.name(), RecordType.SOA)).isInstanceOf(Answer.Records.class);
        assertThat(resolver.ask(beta.name(), RecordType.NS).all(DnsRecord.Name.class))
                .extracting(name -> name.target().ascii())
                .containsExactly(beta.plan().getFirst().value());
        assertThat(resolver.ask(operator.nameServers(beta.id().value()).getFirst(), RecordType.A)
                        .all(DnsRecord.Address.class))
                .containsExactly(new DnsRecord.Address(InetAddress.ofLiteral("192.0.2.1")));
        for (var record : beta.managedRecords())
            assertThat(resolver.ask(record.planned().name(), record.planned().type()))
                    .as(record.planned().toString())
                    .isInstanceOf(Answer.Records.class);
        assertThat(resolver.ask(beta.name().child("nothing"), RecordType.A)).isInstanceOf(Answer.NoSuchName.class);
    }

    @Test
    void namesWithNothingButNamesBelowThemExist() {
        // RFC 8020 §2
        assertThat(resolver.ask(alias("_domainkey"), RecordType.TXT)).isInstanceOf(Answer.NoData.class);
        assertThat(resolver.ask(operator.alias(acme.id().value(), acme.name(), acme.name()), RecordType.TXT))
                .isInstanceOf(Answer.NoData.class);
    }

    @Test
    void nobodysNamesDoNotExistAndOthersZonesAreNotOurs() {
        var nobody = new UUID(1, 2);
        assertThat(resolver.ask(operator.alias(nobody, acme.name(), acme.name().child("send")), RecordType.MX))
                .isInstanceOf(Answer.NoSuchName.class);
        assertThat(resolver.ask(new DomainName("elsewhere.test"), RecordType.A)).isInstanceOf(Answer.Failed.class);
        assertThat(resolver.ask(acme.name(), RecordType.TXT)).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void theZoneHasNameServersOfItsOwn() {
        assertThat(resolver.ask(operator.name(), RecordType.NS).all(DnsRecord.Name.class))
                .extracting(name -> name.target().ascii())
                .containsExactly("ns1.d.mta.test");
        assertThat(resolver.ask(new DomainName("ns1.d.mta.test"), RecordType.A)).isInstanceOf(Answer.Records.class);
    }

    @Test
    void withoutAZoneOwnersPublishEverything() {
        assertThat(domains(Optional.empty())
                        .add(team, AddDomain.named("gamma.test").through(SetupMode.CNAME)))
                .isEqualTo(new AddResult.Refused(new DomainProblem.NoOperatorZone(SetupMode.CNAME)));
    }

    @Test
    void aRegisteredDomainIsNotTakenOverWhole() {
        assertThat(domains.add(team, AddDomain.named("gamma.test").through(SetupMode.NS)))
                .isEqualTo(new AddResult.Refused(new DomainProblem.NotASubdomain(new DomainName("gamma.test"))));
    }

    @Test
    void formerTrackingHostsGoOnToLeadToUs() {
        for (SetupMode mode : List.of(SetupMode.CNAME, SetupMode.NS)) {
            var domain = ((Added) domains.add(
                            team, tracked("mail." + mode.name().toLowerCase(Locale.ROOT) + ".test", mode)))
                    .domain();
            for (String label : List.of("click", "go", "links", "go"))
                domains.update(team, domain.id(), new UpdateDomain(null, null, null, null, null, null, label, null));
            for (String label : List.of("links", "click", "go")) {
                var own = domain.name().child(label);
                var name =
                        mode == SetupMode.NS ? own : operator.alias(domain.id().value(), domain.name(), own);
                assertThat(resolver.ask(name, RecordType.CNAME))
                        .as(name.ascii())
                        .isInstanceOf(Answer.Records.class);
            }
        }
    }

    @Test
    void formerReturnPathsGoOnToTakeBounces() {
        for (SetupMode mode : List.of(SetupMode.CNAME, SetupMode.NS)) {
            var domain = ((Added) domains.add(
                            team, tracked("path." + mode.name().toLowerCase(Locale.ROOT) + ".test", mode)))
                    .domain();
            for (String label : List.of("one", "two", "one"))
                domains.update(team, domain.id(), new UpdateDomain(null, null, null, null, null, null, null, label));
            for (String label : List.of("send", "one", "two")) {
                var own = domain.name().child(label);
                var name =
                        mode == SetupMode.NS ? own : operator.alias(domain.id().value(), domain.name(), own);
                for (RecordType type : List.of(RecordType.MX, RecordType.TXT))
                    assertThat(resolver.ask(name, type)).as(name.ascii()).isInstanceOf(Answer.Records.class);
            }
        }
    }

    private static DomainName alias(String label) {
        return operator.alias(acme.id().value(), acme.name(), acme.name().child(label));
    }

    private static List<String> texts(DomainName name) {
        return resolver.ask(name, RecordType.TXT).all(DnsRecord.Txt.class).stream()
                .map(DnsRecord.Txt::text)
                .toList();
    }
}
