package dev.pennypost.domains.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.pennypost.config.CannotStart;
import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.Ownership;
import dev.pennypost.domains.connect.ApplyTemplate.Application;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.OutboundHttp;
import dev.pennypost.testkit.FakeDns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainConnectTest {
    private static final SigningPair PAIR = SigningPair.generate(new SecureRandom());
    private static final DomainConnectConfig CONFIG =
            new DomainConnectConfig("post.test", "Post", "mail", "Mail", "", "", "keys.post.test", "_dck1", "");
    private static final DomainsConfig HOSTS = DomainsConfig.of("bounces.{region}.mta.test", "spf.mta.test");
    private static final DomainName ZONE = DomainName.parse("acme.test");
    private static final DomainName DOMAIN = DomainName.parse("updates.acme.test");
    private static final String SETTINGS = """
            {"providerId":"host.test","providerName":"HOST","providerDisplayName":"Host & Co",
             "urlSyncUX":"https://ux.host.test/","urlAPI":"https://api.host.test/dc",
             "urlControlPanel":"https://panel.host.test/dns/%domain%","width":750}""";

    private final FakeDns dns = new FakeDns().txt("_domainconnect.acme.test", "dc.host.test/v1");
    private final Map<String, String> pages = new HashMap<>(Map.of(
            "https://dc.host.test/v1/v2/acme.test/settings",
            SETTINGS,
            "https://api.host.test/dc/v2/domainTemplates/providers/post.test/services/mail",
            "{}"));
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void offersTheHostsPagesForAZone() {
        var offer = offer(plan());
        assertThat(offer.supported()).isTrue();
        assertThat(offer.provider()).isEqualTo("Host & Co");
        assertThat(offer.controlPanelUrl()).isEqualTo("https://panel.host.test/dns/acme.test");
        assertThat(offer.applyUrl())
                .startsWith(
                        "https://ux.host.test/v2/domainTemplates/providers/post.test/services/mail/apply?dkimKey=AAA")
                .contains("&domain=acme.test&", "&host=updates&", "&region=eu-west-1&")
                .contains("&groupId=outbound%2Cdkim%2Cownership%2Cinbound%2Ctracking%2Cdmarc&")
                .endsWith("&key=_dck1");
    }

    @Test
    void theLinkIsSignedOverItsSortedQuery() throws Exception {
        String query = URI.create(String.valueOf(offer(plan()).applyUrl())).getRawQuery();
        int end = query.indexOf("&sig=");
        String signed = query.substring(0, end);
        assertThat(Arrays.stream(signed.split("&", -1)).toList()).isSorted();
        String signature = decoded(query.substring(end + "&sig=".length(), query.indexOf("&key=")));
        var verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(published())));
        verifier.update(signed.getBytes(StandardCharsets.UTF_8));
        assertThat(verifier.verify(Base64.getDecoder().decode(signature))).isTrue();
    }

    /// The public key as a host puts it together from TXT records.
    private static byte[] published() {
        var pieces = new TreeMap<Integer, String>();
        for (String text : PAIR.publicRecords()) {
            assertThat(text.length()).isLessThanOrEqualTo(255);
            var tags = Arrays.stream(text.split(",", 3))
                    .collect(Collectors.toMap(tag -> tag.substring(0, 1), tag -> tag.substring(2)));
            assertThat(tags.get("a")).isEqualTo("RS256");
            pieces.put(Integer.parseInt(tags.get("p")), tags.get("d"));
        }
        return Base64.getDecoder().decode(String.join("", pieces.values()));
    }

    @Test
    void escapesAsUrisDoAndNotAsForms() {
        assertThat(SignedQuery.canonical(Map.of("b", "a b+c/*~", "a", "ü"))).isEqualTo("a=%C3%BC&b=a%20b%2Bc%2F%2A~");
    }

    @Test
    void applyingTheTemplateYieldsExactlyThePlannedRecords() {
        assertThat(applied(List.of())).containsExactlyInAnyOrderElementsOf(asZone(plan()));
    }

    @Test
    void applyingTheTemplateLeavesOtherRecordsAlone() {
        var others = List.<Map<String, Object>>of(
                Map.of("type", "TXT", "name", "updates", "data", "site-verification=1", "ttl", 60),
                Map.of("type", "A", "name", "updates", "data", "192.0.2.1", "ttl", 60),
                Map.of("type", "TXT", "name", "@", "data", "v=spf1 -all", "ttl", 60));
        assertThat(applied(others))
                .containsAll(others.stream().map(TreeMap::new).toList());
    }

    @Test
    void applyingTheTemplateTwiceChangesNothing() {
        assertThat(applied(applied(List.of()))).containsExactlyInAnyOrderElementsOf(asZone(plan()));
    }

    @Test
    void asksOnlyForTheGroupsThatAreMissing() {
        var keyOnly = plan().stream()
                .filter(record -> record.purpose() == Purpose.DKIM)
                .toList();
        assertThat(offer(keyOnly).applyUrl()).contains("groupId=dkim&").doesNotContain("returnPath");
    }

    @Test
    void offersNoLinkForRecordsTheTemplateDoesNotHave() {
        var other = new PlannedRecord(Purpose.DKIM, RecordType.TXT, DOMAIN.child("x._domainkey"), "v=DKIM1; p=AAA");
        assertThat(offer(List.of(other)).supported()).isFalse();
        assertThat(offer(List.of(other)).controlPanelUrl()).isNotNull();
    }

    @Test
    void offersNoLinkWhereTheHostDoesNotKnowTheTemplate() {
        pages.remove("https://api.host.test/dc/v2/domainTemplates/providers/post.test/services/mail");
        var offer = offer(plan());
        assertThat(offer.supported()).isFalse();
        assertThat(offer.controlPanelUrl()).isEqualTo("https://panel.host.test/dns/acme.test");
    }

    @Test
    void findsTheControlPanelEvenWhenDomainConnectIsOff() {
        var off = new DomainConnect(DomainConnectConfig.OFF, HOSTS, null, dns, this::page);
        assertThat(off.offer(DOMAIN, ZONE, plan()).controlPanelUrl()).isNotNull();
        assertThat(off.offer(DOMAIN, ZONE, plan()).supported()).isFalse();
    }

    @Test
    void aRecordThatOutlivedTheServiceMeansNo() {
        pages.clear();
        assertThat(offer(plan())).isEqualTo(Offer.NONE);
        assertThat(connect().offer(DomainName.parse("other.test"), DomainName.parse("other.test"), plan()))
                .isEqualTo(Offer.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user@evil.test", "evil.test/?x=", "evil.test#", "evil test", "http://evil.test", ""})
    void askNobodyWhereTheRecordIsNoPlace(String place) {
        var strange = new FakeDns().txt("_domainconnect.acme.test", place);
        assertThat(new DomainConnect(CONFIG, HOSTS, PAIR, strange, this::page).offer(DOMAIN, ZONE, plan()))
                .isEqualTo(Offer.NONE);
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "http://panel.host.test", "//x", "https:", "not a url"})
    void linksToSecurePagesOnly(String url) {
        pages.put(
                "https://dc.host.test/v1/v2/acme.test/settings",
                SETTINGS.replace("https://panel.host.test/dns/%domain%", url).replace("https://ux.host.test/", url));
        assertThat(offer(plan()).controlPanelUrl()).isNull();
        assertThat(offer(plan()).supported()).isFalse();
    }

    @Test
    void remembersWhatAHostOffers() {
        var connect = connect();
        connect.offer(DOMAIN, ZONE, plan());
        connect.offer(ZONE, ZONE, plan());
        assertThat(asked).hasValue(2);
    }

    @Test
    void doesNotReachIntoThePrivateNetwork() throws IOException {
        var inside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        inside.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        inside.start();
        var url = URI.create("http://inside.test:" + inside.getAddress().getPort() + "/");
        assertThat(web(AddressPolicy.PUBLIC_ONLY).get(url)).isEmpty();
        assertThat(asked).hasValue(0);
        assertThat(web(AddressPolicy.ANY).get(url)).contains("");
        inside.stop(0);
    }

    private static Web web(AddressPolicy policy) {
        return Web.over(new OutboundHttp((_, _) -> List.of(InetAddress.getLoopbackAddress()), policy, (SSLSocketFactory)
                SSLSocketFactory.getDefault()));
    }

    @Test
    void theKeyIsMadeOnceAndIsForItsOwnerOnly(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys/dc.pem");
        var made = SigningPair.loadOrMake(file, new SecureRandom());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SigningPair.loadOrMake(file, new SecureRandom()).publicRecords())
                .isEqualTo(made.publicRecords());
    }

    @Test
    void saysWhenTheKeyFileHoldsNoKey(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("dc.pem"), "no key");
        assertThatThrownBy(() -> SigningPair.load(file))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("openssl");
    }

    @Test
    void theFolderForHostsHoldsTemplateKeyAndInstructions() {
        var files = new Onboarding(CONFIG, HOSTS).files(PAIR);
        assertThat(files).containsOnlyKeys("post.test.mail.json", "public-key.zone", "README.md");
        assertThat(files.get("public-key.zone")).startsWith("_dck1.keys.post.test. 3600 IN TXT \"p=1,a=RS256,d=");
        assertThat(Json.MAPPER
                        .readTree(files.get("post.test.mail.json"))
                        .get("syncPubKeyDomain")
                        .stringValue())
                .isEqualTo("keys.post.test");
    }

    /// What a host makes of the link to our template, on a zone.
    private List<Map<String, Object>> applied(List<? extends Map<String, Object>> zone) {
        var query = new HashMap<String, String>(Map.of("host", ""));
        for (String pair : URI.create(String.valueOf(offer(plan()).applyUrl()))
                .getRawQuery()
                .split("&", -1))
            query.put(pair.substring(0, pair.indexOf('=')), decoded(pair.substring(pair.indexOf('=') + 1)));
        var how = new Application(
                query.getOrDefault("domain", ""),
                query.getOrDefault("host", ""),
                query,
                Set.of(query.getOrDefault("groupId", "").split(",", -1)),
                false,
                false,
                "post.test",
                "mail",
                "",
                List.of());
        var template = Json.MAPPER
                .readTree(new Onboarding(CONFIG, HOSTS).template())
                .get("records")
                .valueStream()
                .map(node -> Json.MAPPER.convertValue(node, Map.class))
                .map(DomainConnectTest::strings)
                .toList();
        return ApplyTemplate.apply(List.copyOf(zone), template, how).zone();
    }

    private static Map<String, Object> strings(Map<?, ?> given) {
        var map = new TreeMap<String, Object>();
        given.forEach((name, value) -> map.put(String.valueOf(name), value));
        return map;
    }

    private static List<Map<String, Object>> asZone(List<PlannedRecord> plan) {
        var zone = new ArrayList<Map<String, Object>>();
        for (PlannedRecord record : plan) {
            var row = new TreeMap<String, Object>(Map.of(
                    "type", record.type().name(), "name", record.host(ZONE), "data", record.value(), "ttl", 3600));
            if (record.priority() != null) row.put("priority", record.priority());
            zone.add(row);
        }
        return zone;
    }

    private static List<PlannedRecord> plan() {
        var send = DOMAIN.child("send");
        return List.of(
                new PlannedRecord(Purpose.RETURN_PATH, RecordType.MX, send, "bounces.eu-west-1.mta.test", 10),
                new PlannedRecord(Purpose.SPF, RecordType.TXT, send, "v=spf1 include:spf.mta.test ~all"),
                new PlannedRecord(Purpose.DKIM, RecordType.TXT, DOMAIN.child("s1._domainkey"), "p=AAA+/="),
                new PlannedRecord(Purpose.OWNERSHIP, RecordType.TXT, DOMAIN, Ownership.OURS.prefix() + "c0ffee"),
                new PlannedRecord(Purpose.RECEIVING, RecordType.MX, DOMAIN, "inbound.localhost", 10),
                new PlannedRecord(Purpose.TRACKING, RecordType.CNAME, DOMAIN.child("links"), "links.localhost"),
                new PlannedRecord(Purpose.DMARC, RecordType.TXT, DOMAIN.child("_dmarc"), "v=DMARC1; p=none;"));
    }

    private Offer offer(List<PlannedRecord> records) {
        return connect().offer(DOMAIN, ZONE, records);
    }

    private DomainConnect connect() {
        return new DomainConnect(CONFIG, HOSTS, PAIR, dns, this::page);
    }

    private Optional<String> page(URI url) {
        asked.incrementAndGet();
        return Optional.ofNullable(pages.get(url.toString()));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
