package dev.pennypost.sandbox;

import static dev.pennypost.sandbox.TestWorld.OTHER_TEAM;
import static dev.pennypost.sandbox.TestWorld.TEAM;
import static dev.pennypost.sandbox.TestWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.RecordType;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZonesTest {
    @TempDir
    Path data;

    private final KnownDomains domains = new KnownDomains();
    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld(data, domains);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aNewDomainExistsAndHasNoRecords() {
        domains.add(TEAM, "acme.test", "p=key");
        assertThat(world.ask("acme.test", RecordType.MX)).isInstanceOf(Answer.NoData.class);
        assertThat(world.ask("send.acme.test", RecordType.MX)).isInstanceOf(Answer.NoSuchName.class);
    }

    @Test
    void nothingElseExists() {
        assertThat(world.ask("example.com", RecordType.MX)).isInstanceOf(Answer.NoSuchName.class);
        assertThat(world.ask("_dmarc.example.com", RecordType.TXT)).isInstanceOf(Answer.NoSuchName.class);
    }

    @Test
    void servesTheOperatorsHosts() {
        assertThat(world.ask("feedback.pennypost.test", RecordType.A).all(DnsRecord.Address.class))
                .extracting(found -> found.address().getHostAddress())
                .containsExactly("127.0.0.1");
        assertThat(world.ask("spf.pennypost.test", RecordType.TXT).all(DnsRecord.Txt.class))
                .containsExactly(new DnsRecord.Txt("v=spf1 ip4:127.0.0.0/8 ip6:::1 ~all"));
        assertThat(world.ask("mta.pennypost.test", RecordType.A)).isInstanceOf(Answer.Records.class);
        assertThat(world.ask("pennypost.test", RecordType.A)).isInstanceOf(Answer.NoData.class);
    }

    @Test
    void publishesEveryRecordOfThePlan() {
        domains.add(TEAM, "acme.test", "p=" + "A".repeat(392));
        assertThat(text(world.call("POST", "/dns/acme.test/publish", "")))
                .isEqualTo("{\"object\":\"sandbox_zone\",\"domain\":\"acme.test\",\"state\":\"published\"}");
        assertThat(world.ask("send.acme.test", RecordType.MX).all(DnsRecord.Mx.class))
                .containsExactly(new DnsRecord.Mx(10, "feedback.pennypost.test"));
        assertThat(world.ask("send.acme.test", RecordType.TXT).all(DnsRecord.Txt.class))
                .containsExactly(new DnsRecord.Txt("v=spf1 include:spf.pennypost.test ~all"));
        assertThat(world.ask("pp1._domainkey.acme.test", RecordType.TXT).all(DnsRecord.Txt.class))
                .containsExactly(new DnsRecord.Txt("p=" + "A".repeat(392)));
    }

    @Test
    void withholdsWhatWasPublished() {
        domains.add(TEAM, "acme.test", "p=key");
        world.call("POST", "/dns/acme.test/publish", "");
        assertThat(text(world.call("POST", "/dns/acme.test/withhold", ""))).contains("\"state\":\"withheld\"");
        assertThat(world.ask("send.acme.test", RecordType.MX)).isInstanceOf(Answer.NoSuchName.class);
    }

    @Test
    void servesAZoneThatWasBrokenOnPurpose() {
        domains.add(TEAM, "acme.test", "p=key");
        var response = world.call("PUT", "/dns/acme.test", "@ MX 5 elsewhere.example.\nwww A 192.0.2.1\n");
        assertThat(text(response)).contains("\"state\":\"custom\"");
        assertThat(world.ask("acme.test", RecordType.MX).all(DnsRecord.Mx.class))
                .containsExactly(new DnsRecord.Mx(5, "elsewhere.example"));
        var served = world.call("GET", "/dns/acme.test", "");
        assertThat(served.contentType()).startsWith("text/dns");
        assertThat(text(served)).contains("$ORIGIN acme.test.", "192.0.2.1", "SOA");
    }

    @Test
    void namesTheLineThatCannotBeServed() {
        domains.add(TEAM, "acme.test", "p=key");
        var response = world.call("PUT", "/dns/acme.test", "@ MX 5 a.example.\nwww A not-an-address\n");
        assertThat(response.status()).isEqualTo(400);
        assertThat(text(response)).contains("validation_error", "line 2");
        assertThat(world.ask("acme.test", RecordType.MX)).isInstanceOf(Answer.NoData.class);
    }

    @Test
    void tellsNothingOfOtherTeamsDomains() {
        domains.add(OTHER_TEAM, "acme.test", "p=key");
        for (String target : new String[] {"/dns/acme.test", "/dns/nobody.test", "/dns/-"}) {
            var response = world.call("GET", target, "");
            assertThat(response.status()).isEqualTo(404);
            assertThat(text(response)).contains("Domain not found", "not_found");
        }
    }

    @Test
    void teamsThatAddTheSameNameShareItsZone() {
        domains.add(TEAM, "acme.test", "p=one");
        domains.add(OTHER_TEAM, "acme.test", "p=two");
        world.call("POST", "/dns/acme.test/publish", "");
        assertThat(text(world.call("GET", "/dns/acme.test", "", OTHER_TEAM))).contains("p=one");
        world.call("POST", "/dns/acme.test/publish", "", OTHER_TEAM);
        assertThat(world.ask("pp1._domainkey.acme.test", RecordType.TXT).all(DnsRecord.Txt.class))
                .containsExactly(new DnsRecord.Txt("p=two"));
    }

    @Test
    void aDomainAddedAnewStartsWithAnEmptyZone() {
        var first = domains.add(TEAM, "acme.test", "p=old");
        world.call("POST", "/dns/acme.test/publish", "");
        domains.remove(first);
        domains.add(TEAM, "acme.test", "p=new");
        assertThat(text(world.call("GET", "/dns/acme.test", "")))
                .contains("SOA")
                .doesNotContain("p=old");
        assertThat(data.resolve("sandbox/zones")).isEmptyDirectory();
    }

    @Test
    void aRestartServesTheSame() {
        domains.add(TEAM, "acme.test", "p=key");
        domains.add(TEAM, "broken.test", "p=key");
        world.call("POST", "/dns/acme.test/publish", "");
        world.call("PUT", "/dns/broken.test", "@ TXT \"größer \\\" ; als\" \"zwei\"\n");
        String acme = text(world.call("GET", "/dns/acme.test", ""));
        Answer broken = world.ask("broken.test", RecordType.TXT);
        world.close();
        world = new TestWorld(data, domains);
        assertThat(world.ask("send.acme.test", RecordType.MX)).isInstanceOf(Answer.Records.class);
        assertThat(text(world.call("GET", "/dns/acme.test", ""))).isEqualTo(acme);
        assertThat(world.ask("broken.test", RecordType.TXT)).isEqualTo(broken);
    }

    @Test
    void saysWhichPortIsInUse() {
        int taken = world.world().dns().port();
        assertThatThrownBy(() -> SandboxWorld.start(data, 0, taken, InstantSource.system()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("127.0.0.1:" + taken);
        int alsoTaken = world.world().exchanger().port();
        assertThatThrownBy(() -> SandboxWorld.start(data, alsoTaken, 0, InstantSource.system()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("127.0.0.1:" + alsoTaken);
    }
}
