package dev.pennypost.domains.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {
    private static final Providers PROVIDERS = Providers.bundled();
    private static final DomainName ZONE = DomainName.parse("acme.test");
    private static final PlannedRecord MX = new PlannedRecord(
            Purpose.RETURN_PATH, RecordType.MX, DomainName.parse("send.acme.test"), "bounces.mta.test", 10);
    private static final PlannedRecord APEX_MX =
            new PlannedRecord(Purpose.RECEIVING, RecordType.MX, ZONE, "inbound.mta.test", 10);
    private static final PlannedRecord KEY = new PlannedRecord(
            Purpose.DKIM, RecordType.TXT, DomainName.ofDns("pennypost._domainkey.acme.test"), "p=" + "A".repeat(390));
    private static final PlannedRecord TRACKING = new PlannedRecord(
            Purpose.TRACKING, RecordType.CNAME, DomainName.parse("links.acme.test"), "links.mta.test");

    @ParameterizedTest
    @CsvSource({
        "kate.ns.cloudflare.com, cloudflare",
        "ns61.domaincontrol.com, godaddy",
        "dns1.registrar-servers.com, namecheap",
        "ns-1536.awsdns-00.co.uk, route53",
        "ns-cloud-b1.googledomains.com, google-cloud-dns",
        "dns1.p05.nsone.net, netlify",
        "dns9.p05.nsone.net, ns1",
        "hydrogen.ns.hetzner.com, hetzner",
        "curitiba.ns.porkbun.com, porkbun",
        "ns1-07.azure-dns.com, azure",
        "pdns1.ultradns.co.uk, ultradns",
        "ns1.desec.io, desec"
    })
    void tellsTheDnsHostByItsNameServers(String server, String id) {
        assertThat(host(server)).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"ns1.acme.test", "notcloudflare.com", "evil-awsdns-00.com", "ns-1.awsdns-1.com.acme.test"})
    void doesNotGuess(String server) {
        assertThat(PROVIDERS.of(List.of(DomainName.ofDns(server)))).isEmpty();
    }

    @Test
    void theLongestSuffixDecides() {
        var two = Providers.read(new ByteArrayInputStream("""
                [[dns]]
                id = "short"
                name = "Short"
                name-servers = ["host.test"]
                [[dns]]
                id = "long"
                name = "Long"
                name-servers = ["dns.host.test"]
                [[mailboxes]]
                id = "m"
                name = "M"
                exchanges = []
                """.getBytes(StandardCharsets.UTF_8)));
        assertThat(two.of(List.of(DomainName.parse("a.dns.host.test"))).orElseThrow().id())
                .isEqualTo("long");
    }

    @Test
    void mostNameServersDecideAndTheFirstWhereTheyAreEquallyMany() {
        assertThat(host("ns1.he.net", "a.ns.cloudflare.com", "b.ns.cloudflare.com")).isEqualTo("cloudflare");
        assertThat(host("ns1.he.net", "a.ns.cloudflare.com")).isEqualTo("hurricane-electric");
    }

    @ParameterizedTest
    @CsvSource({
        "aspmx.l.google.com, google",
        "acme-test.mail.protection.outlook.com, microsoft",
        "mx.zoho.eu, zoho",
        "mail.protonmail.ch, proton",
        "in1-smtp.messagingengine.com, fastmail",
        "mx01.mail.icloud.com, icloud",
        "route1.mx.cloudflare.net, cloudflare-routing",
        "mx0a-0001.pphosted.com, proofpoint",
        "eu-smtp-inbound-1.mimecast.com, mimecast"
    })
    void tellsWhoseMailboxesAnExchangerServes(String exchange, String id) {
        assertThat(PROVIDERS.mailboxes(DomainName.ofDns(exchange)).orElseThrow().id())
                .isEqualTo(id);
    }

    @Test
    void writesTheHostRelativeToTheZone() {
        assertThat(provider("cloudflare").entry(MX, ZONE)).isEqualTo(new PanelEntry("send", "MX", MX.value(), 10));
    }

    @Test
    void spellsTheZoneItselfAsThePanelWantsIt() {
        assertThat(provider("cloudflare").entry(APEX_MX, ZONE).host()).isEqualTo("@");
        assertThat(provider("vercel").entry(APEX_MX, ZONE).host()).isEmpty();
    }

    @Test
    void quotesLongTextsInPiecesWhereThePanelWantsQuotes() {
        assertThat(provider("route53").entry(KEY, ZONE).value())
                .isEqualTo("\"p=" + "A".repeat(253) + "\" \"" + "A".repeat(137) + "\"");
        assertThat(provider("cloudflare").entry(KEY, ZONE).value()).isEqualTo(KEY.value());
    }

    @Test
    void putsThePriorityIntoTheValueWhereThereIsNoFieldForIt() {
        assertThat(provider("route53").entry(MX, ZONE))
                .isEqualTo(new PanelEntry("send", "MX", "10 bounces.mta.test", null));
    }

    @Test
    void putsADotBehindTargetsWhereThePanelWantsOne() {
        assertThat(provider("digitalocean").entry(TRACKING, ZONE).value()).isEqualTo("links.mta.test.");
    }

    @Test
    void hintsConcernTheRecordsAtHand() {
        assertThat(provider("namecheap").hints(List.of(KEY), ZONE)).hasSize(1).noneMatch(hint -> hint.contains("MX"));
        assertThat(provider("namecheap").hints(List.of(KEY, MX), ZONE)).anyMatch(hint -> hint.contains("Custom MX"));
        assertThat(provider("wix").hints(List.of(APEX_MX), ZONE)).noneMatch(hint -> hint.contains("below"));
        assertThat(provider("wix").hints(List.of(MX), ZONE)).anyMatch(hint -> hint.contains("below acme.test"));
        assertThat(Provider.UNKNOWN.hints(List.of(MX, KEY, TRACKING), ZONE)).isEmpty();
    }

    @Test
    void linksToTheZonesRecords() {
        assertThat(provider("godaddy").editor(ZONE)).contains("https://dcc.godaddy.com/manage/acme.test/dns");
        assertThat(Provider.UNKNOWN.editor(ZONE)).isEmpty();
    }

    @Test
    void everyIdIsThereOnceAndEveryLinkIsSecure() {
        assertThat(PROVIDERS.all()).extracting(Provider::id).doesNotHaveDuplicates();
        assertThat(PROVIDERS.all().stream().flatMap(each -> each.editor(ZONE).stream()))
                .allMatch(link -> link.startsWith("https://"));
    }

    private static Provider provider(String id) {
        return PROVIDERS.withId(id).orElseThrow();
    }

    private static String host(String... servers) {
        return PROVIDERS
                .of(Stream.of(servers).map(DomainName::ofDns).toList())
                .orElseThrow()
                .id();
    }
}
