package dev.pennypost.api.resend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.api.http.InProcess;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.certificates.CertificateState;
import dev.pennypost.domains.AuthenticationFault;
import dev.pennypost.domains.Claims;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.Incidents;
import dev.pennypost.domains.OwnerActivity;
import dev.pennypost.domains.delegation.OperatorZone;
import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DomainRoutesTest {
    private static final String UNKNOWN_ID = "0190b6c4-0000-7000-8000-000000000000";
    private static final FixedClock clock = new FixedClock();
    private static final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);

    private static final RecordCheck dns = new RecordCheck(new FakeDns());
    private static final DomainsConfig config = DomainsConfig.of("bounces.mta.test", "spf.mta.test");

    private final TeamId team = new Teams(database, clock).create("acme");
    private final InProcess api = api(team);

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void createsADomainWithTheRecordsToPublish() {
        var created = api.call("POST", "/domains", """
                {"name": "updates.acme1.co.uk", "region": "eu-west-1", "custom_return_path": "Outbound"}""");
        assertThat(created.status()).isEqualTo(201);
        var domain = json(created);
        assertThat(domain.propertyNames())
                .containsExactly(
                        "object",
                        "id",
                        "name",
                        "status",
                        "created_at",
                        "region",
                        "capabilities",
                        "open_tracking",
                        "click_tracking",
                        "records",
                        "recommended_records",
                        "dns",
                        "tracking_privacy",
                        "incidents");
        assertThat(domain.get("created_at").stringValue()).isEqualTo("2026-01-01 12:00:00+00");
        assertThat(domain.get("status").stringValue()).isEqualTo("not_started");
        assertThat(domain.get("capabilities")).isEqualTo(tree("{'sending':'enabled','receiving':'disabled'}"));
        assertThat(domain.get("dns")).isEqualTo(tree("""
                        {'zone':'acme1.co.uk','provider':null,'name_servers':[],'checked_at':null,'next_check_at':null,
                         'findings':[]}"""));
        assertThat(domain.get("records").get(0)).isEqualTo(tree("""
                        {'record':'SPF','name':'outbound.updates','type':'MX','ttl':'Auto','status':'not_started',
                         'value':'bounces.mta.test','priority':10,'fqdn':'outbound.updates.acme1.co.uk','required':true,
                         'state':null,'clears_at':null,'findings':[]}"""));
        assertThat(domain.get("records").get(1)).isEqualTo(tree("""
                        {'record':'SPF','name':'outbound.updates','type':'TXT','ttl':'Auto','status':'not_started',
                         'value':'v=spf1 include:spf.mta.test ~all','fqdn':'outbound.updates.acme1.co.uk',
                         'required':true,'state':null,'clears_at':null,'findings':[]}"""));
        assertThat(domain.get("records").get(2).get("name").stringValue()).isEqualTo("pennypost._domainkey.updates");
        assertThat(domain.get("records").get(2).get("value").stringValue())
                .matches("p=[A-Za-z0-9+/]{390}==|p=[A-Za-z0-9+/=]{392}");
        assertThat(json(api.call("GET", "/domains/" + domain.get("id").stringValue())))
                .isEqualTo(domain);
    }

    @Test
    void showsWhatReceiversHoldAgainstADomain() {
        var id = json(api.call("POST", "/domains", "{\"name\": \"incident.test\"}"))
                .get("id")
                .stringValue();
        var failed = new Incidents.Failed(
                team,
                new DomainId(UUID.fromString(id)),
                AuthenticationFault.SPF,
                "mx.dest.test",
                "550 5.7.23 SPF fail",
                clock.instant());
        database.useTransaction(tx -> domains().incidents().failed(tx, List.of(failed)));

        var incident = (ObjectNode)
                json(api.call("GET", "/domains/" + id)).get("incidents").get(0);

        assertThat(UUID.fromString(incident.remove("id").stringValue())).isNotNull();
        assertThat(incident.remove("opened_at")).isEqualTo(incident.get("last_seen_at"));
        assertThat(incident.remove("last_seen_at").stringValue()).startsWith("2026-01-0");
        assertThat(incident)
                .isEqualTo(tree("{'kind':'spf','times':1,'receiver':'mx.dest.test','reply':'550 5.7.23 SPF fail',"
                        + "'closed_at':null}"));
    }

    @Test
    void acceptsTlsInAnyCaseAndKeepsTheTrackingSubdomain() {
        var domain = json(api.call("POST", "/domains", """
                {"name": "acme2.test", "tls": "ENFORCED", "tracking_subdomain": "links", "open_tracking": true}"""));
        assertThat(domain.get("tracking_subdomain").stringValue()).isEqualTo("links");
        assertThat(domain.get("open_tracking").booleanValue()).isTrue();
        assertThat(domain.get("tracking_privacy").booleanValue()).isFalse();
        assertThat(domain.get("tracking_certificate").get("host").stringValue()).isEqualTo("links.acme2.test");
        assertThat(domain.get("tracking_certificate").get("status").stringValue())
                .isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    {}                                                  | missing_required_field | Missing `name` field.
                    {"name": ""}                                        | missing_required_field | Missing `name` field.
                    {"name": 7}                                         | validation_error | Invalid `name` field. Expected string, received number.
                    {"name": "co.uk"}                                   | validation_error | Invalid `name` field. `co.uk` is a public suffix: names below it belong to different owners. Add a name below it.
                    {"name": "a b.test"}                                | validation_error | Invalid `name` field. `a b.test` has a label that is not made of letters, digits and inner hyphens.
                    {"name": "x.test", "region": "mars"}                | invalid_region | Region must be "us-east-1" | "eu-west-1" | "sa-east-1" | "ap-northeast-1"
                    {"name": "x.test", "tls": "never"}                  | validation_error | Invalid `tls` field. It must be "opportunistic" | "enforced".
                    {"name": "x.test", "capabilities": {"sending": "disabled"}} | validation_error | Invalid `capabilities` field. At least one capability must be enabled.
                    """)
    void saysWhatIsWrongWithARequest(String body, String name, String message) {
        // Messages hold the delimiter: only their beginning is compared.
        var answer = api.call("POST", "/domains", body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(json(answer).get("statusCode").intValue()).isEqualTo(422);
        assertThat(json(answer).get("name").stringValue()).isEqualTo(name);
        assertThat(json(answer).get("message").stringValue()).startsWith(message);
    }

    @Test
    void aSecondRegistrationIsForbidden() {
        create("acme3.test");
        assertThat(new String(
                        api.call("POST", "/domains", "{\"name\":\"Acme3.test\"}")
                                .body(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"statusCode":403,"message":"The `acme3.test` domain has been registered already.","name":"validation_error"}""");
    }

    @Test
    void listsEverythingUnlessALimitIsAsked() {
        var first = create("acme4.test");
        clock.advance(Duration.ofSeconds(1));
        var second = create("acme5.test");
        var list = json(api.call("GET", "/domains"));
        assertThat(list.propertyNames()).containsExactly("object", "has_more", "data");
        assertThat(list.get("data").size()).isEqualTo(2);
        assertThat(list.get("data").get(0).get("id").stringValue()).isEqualTo(second);
        assertThat(list.get("data").get(0).has("records")).isFalse();

        var page = json(api.call("GET", "/domains?limit=1"));
        assertThat(page.get("has_more").booleanValue()).isTrue();
        var next = json(api.call("GET", "/domains?limit=1&after=" + second));
        assertThat(next.get("data").get(0).get("id").stringValue()).isEqualTo(first);
        assertThat(next.get("has_more").booleanValue()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "name=cme8, 1",
        "name=ACME, 2",
        "name=nobody, 0",
        "name=%, 0",
        "status=not_started, 2",
        "'status=verified,failed', 0",
        "suspended=false, 2",
        "suspended=true, 0"
    })
    void listsWhatIsAskedFor(String query, int number) {
        create("acme8.test");
        create("acme9.test");
        var list = json(api.call("GET", "/domains?" + query));
        assertThat(list.get("data").size()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "status=good, Invalid `status` parameter.",
        "suspended=maybe, Invalid `suspended` parameter.",
        "limit=0, The pagination limit must be a number between 1 and 100.",
        "limit=101, The pagination limit must be a number between 1 and 100.",
        "limit=ten, The pagination limit must be a number between 1 and 100.",
        "after=7, The `after` must be a valid UUID.",
        "after=" + UNKNOWN_ID + ", The pagination cursor does not belong",
        "after=" + UNKNOWN_ID + "&before=" + UNKNOWN_ID + ", The `after` and `before` parameters"
    })
    void refusesBadPages(String query, String message) {
        var answer = api.call("GET", "/domains?" + query);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(json(answer).get("message").stringValue()).startsWith(message);
    }

    @Test
    void verifyStartsTheCheckAndAnswersAtOnce() {
        String id = create("acme6.test");
        assertThat(json(api.call("POST", "/domains/" + id + "/verify")))
                .isEqualTo(tree("{'object':'domain','id':'" + id + "'}"));
        var domain = json(api.call("GET", "/domains/" + id));
        assertThat(domain.get("status").stringValue()).isEqualTo("pending");
        assertThat(domain.get("records").get(0).get("status").stringValue()).isEqualTo("pending");
    }

    @Test
    void aDeletedDomainIsNotFoundAnyMore() {
        String id = create("acme7.test");
        assertThat(json(api.call("DELETE", "/domains/" + id)))
                .isEqualTo(tree("{'object':'domain','id':'" + id + "','deleted':true}"));
        notFound(api.call("GET", "/domains/" + id));
        notFound(api.call("DELETE", "/domains/" + id));
        notFound(api.call("POST", "/domains/" + id + "/verify"));
    }

    @Test
    void anotherTeamsDomainIsNotFound() {
        String id = create("acme8.test");
        var other = api(new Teams(database, clock).create("other"));
        notFound(other.call("GET", "/domains/" + id));
        notFound(other.call("DELETE", "/domains/" + id));
        assertThat(api.call("GET", "/domains/" + id).status()).isEqualTo(200);
    }

    @Test
    void aMalformedIdIsInvalid() {
        var answer = api.call("GET", "/domains/acme");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(json(answer).get("message").stringValue()).isEqualTo("The `id` must be a valid UUID.");
    }

    private String create(String name) {
        return json(api.call("POST", "/domains", "{\"name\":\"" + name + "\"}"))
                .get("id")
                .stringValue();
    }

    @Test
    void keepsWhoVisitsToItselfWhereAsked() {
        String id = json(api.call("POST", "/domains", """
                {"name": "private.test", "tracking_privacy": true}""")).get("id").stringValue();
        api.call("PATCH", "/domains/" + id, "{\"click_tracking\": true}");
        assertThat(isPrivate(id)).isTrue();
        api.call("PATCH", "/domains/" + id, "{\"tracking_privacy\": false}");
        assertThat(isPrivate(id)).isFalse();
        assertThat(api.call("PATCH", "/domains/" + id, "{\"tracking_privacy\": 1}")
                        .status())
                .isEqualTo(422);
    }

    private boolean isPrivate(String id) {
        return json(api.call("GET", "/domains/" + id)).get("tracking_privacy").booleanValue();
    }

    @Test
    void changesSettingsAndAnswersWithTheId() {
        String id = create("acme8.test");
        var answer = api.call("PATCH", "/domains/" + id, """
                {"id": "%s", "tls": "ENFORCED", "open_tracking": true, "click_tracking": true,
                 "tracking_subdomain": "Links", "capabilities": {"receiving": "enabled"}}""".formatted(id));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer)).isEqualTo(tree("{'object':'domain','id':'" + id + "'}"));
        var domain = json(api.call("GET", "/domains/" + id));
        assertThat(domain.get("open_tracking").booleanValue()).isTrue();
        assertThat(domain.get("tracking_subdomain").stringValue()).isEqualTo("links");
        assertThat(domain.get("capabilities")).isEqualTo(tree("{'sending':'enabled','receiving':'enabled'}"));
        assertThat(domain.get("records")
                        .valueStream()
                        .map(record -> record.get("record").stringValue() + " "
                                + record.get("name").stringValue()))
                .contains("Receiving @", "Tracking links");
    }

    @Test
    void refusesChangesThatMakeNoSense() {
        String id = create("acme9.test");
        var nothing = api.call("PATCH", "/domains/" + id, "{\"capabilities\": {\"sending\": \"disabled\"}}");
        assertThat(nothing.status()).isEqualTo(422);
        assertThat(json(nothing).get("message").stringValue()).contains("At least one capability must be enabled");
        var clash = api.call("PATCH", "/domains/" + id, "{\"tracking_subdomain\": \"send\"}");
        assertThat(clash.status()).isEqualTo(422);
        notFound(api.call("PATCH", "/domains/" + UNKNOWN_ID, "{}"));
    }

    @Test
    void tellsWhatChecksSaw() {
        String id = create("acme10.test");
        assertThat(json(api.call("GET", "/domains/" + id + "/history")))
                .isEqualTo(tree("{'object':'list','has_more':false,'data':[]}"));
        notFound(api.call("GET", "/domains/" + UNKNOWN_ID + "/history"));
    }

    @Test
    void aDomainsKeysAreListedMadeAndWithdrawn() {
        String id = create("acme12.test");
        var made = api.call("POST", "/domains/" + id + "/keys", "{\"algorithm\": \"ed25519\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(json(made).get("selector").stringValue()).isEqualTo("pennypost-ed");
        assertThat(json(made).get("stage").stringValue()).isEqualTo("pending");
        assertThat(json(api.call("GET", "/domains/" + id))
                        .get("records")
                        .valueStream()
                        .map(record -> record.get("name").stringValue() + " "
                                + record.get("required").booleanValue()))
                .contains("pennypost._domainkey true", "pennypost-ed._domainkey false");
        assertThat(json(api.call("POST", "/domains/" + id + "/keys/rotate"))
                        .get("selector")
                        .stringValue())
                .isEqualTo("pennypost2");
        assertThat(json(api.call("DELETE", "/domains/" + id + "/keys/pennypost-ed")))
                .isEqualTo(tree("{'object':'domain_key','selector':'pennypost-ed','deleted':true}"));
        assertThat(json(api.call("GET", "/domains/" + id + "/keys"))
                        .get("data")
                        .valueStream()
                        .map(key -> key.get("selector").stringValue() + " "
                                + key.get("stage").stringValue()))
                .containsExactly("pennypost retired", "pennypost2 pending", "pennypost-ed retired");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"algorithm": "dsa"}                     | Invalid `algorithm` field.
            {"selector": "a b"}                      | Invalid `selector` field. It must consist
            {"selector": "pennypost"}                | had, a key named `pennypost`
            {"private_key": "x", "selector": "mine"} | Invalid `private_key` field. The key is not a PKCS#8
            {"private_key": "x"}                     | Missing `selector` field.
            """)
    void refusesKeysThatAreNone(String body, String message) {
        String id = create("acme13-" + Integer.toHexString(body.hashCode()) + ".test");
        var answer = api.call("POST", "/domains/" + id + "/keys", body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(json(answer).get("message").stringValue()).contains(message);
    }

    @Test
    void aClaimNeedsADomainThatAnotherTeamHas() {
        var nobodys = api.call("POST", "/domains/claim", "{\"name\": \"acme11.test\"}");
        assertThat(nobodys.status()).isEqualTo(422);
        assertThat(json(nobodys).get("message").stringValue()).contains("Add it instead");

        String theirs = json(api(new Teams(database, clock).create("other"))
                        .call("POST", "/domains", "{\"name\": \"acme11.test\"}"))
                .get("id")
                .stringValue();
        database.useTransaction(tx ->
                tx.handle().execute("update domains set status = 'verified' where id = ?", UUID.fromString(theirs)));
        var claimed = api.call("POST", "/domains/claim", "{\"name\": \"acme11.test\"}");
        assertThat(claimed.status()).isEqualTo(201);
        var claim = json(claimed);
        assertThat(claim.propertyNames())
                .containsExactly(
                        "object",
                        "id",
                        "name",
                        "status",
                        "domain_id",
                        "region",
                        "record",
                        "blocked_reason",
                        "failure_reason",
                        "created_at",
                        "expires_at");
        assertThat(claim.get("record").get("name").stringValue()).isEqualTo("acme11.test");
        assertThat(claim.get("expires_at").stringValue()).startsWith("2026-01-08 12:00:0");
        assertThat(api.call("POST", "/domains/claim", "{\"name\": \"acme11.test\"}")
                        .status())
                .isEqualTo(200);
        String placeholder = claim.get("domain_id").stringValue();
        assertThat(json(api.call("GET", "/domains/" + placeholder + "/claim"))).isEqualTo(claim);
        assertThat(json(api.call("POST", "/domains/" + placeholder + "/claim/verify")))
                .isEqualTo(claim);
        assertThat(api.call("GET", "/domains/" + UNKNOWN_ID + "/claim").status())
                .isEqualTo(404);
    }

    @Test
    void aDomainThatLeadsToUsTellsTheOwnersRecordsAndOurs() {
        var domain = json(api.call("POST", "/domains", "{\"name\": \"alias.test\", \"setup\": \"cname\"}"));
        assertThat(domain.get("setup").stringValue()).isEqualTo("cname");
        assertThat(domain.get("records").valueStream())
                .extracting(record -> record.get("type").stringValue())
                .containsExactly("CNAME", "CNAME", "CNAME");
        assertThat(domain.get("managed_records").valueStream())
                .extracting(record -> record.get("type").stringValue())
                .containsExactly("MX", "TXT", "TXT");
        var handed = json(api.call("POST", "/domains", "{\"name\": \"m.whole.test\", \"setup\": \"ns\"}"));
        assertThat(handed.get("records").valueStream()).singleElement().satisfies(record -> {
            assertThat(record.get("record").stringValue()).isEqualTo("Delegation");
            assertThat(record.get("required").booleanValue()).isTrue();
        });
    }

    @Test
    void refusesASetupThatCannotBe() {
        var unknown = api.call("POST", "/domains", "{\"name\": \"alias2.test\", \"setup\": \"magic\"}");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(json(unknown).get("message").stringValue())
                .isEqualTo("Invalid `setup` field. It must be \"copy\" | \"cname\" | \"ns\".");
        var whole = api.call("POST", "/domains", "{\"name\": \"whole2.test\", \"setup\": \"ns\"}");
        assertThat(whole.status()).isEqualTo(422);
        assertThat(json(whole).get("message").stringValue()).contains("Add a subdomain, such as `mail.whole2.test`.");
    }

    @Test
    void aSecondSignatureIsAskedForWhenTheDomainIsAdded() {
        var domain = json(api.call("POST", "/domains", "{\"name\": \"two.test\", \"ed25519\": true}"));
        assertThat(domain.get("records")
                        .valueStream()
                        .filter(record -> record.get("record").stringValue().equals("DKIM")))
                .extracting(record -> record.get("name").stringValue())
                .containsExactly("pennypost._domainkey", "pennypost-ed._domainkey");
    }

    private static void notFound(Response answer) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(json(answer)).isEqualTo(tree("{'statusCode':404,'message':'Domain not found','name':'not_found'}"));
    }

    private static JsonNode json(Response answer) {
        return Json.MAPPER.readTree(answer.body());
    }

    private static JsonNode tree(String singleQuoted) {
        return Json.MAPPER.readTree(singleQuoted.replace('\'', '"'));
    }

    private static Domains domains() {
        return new Domains(
                database,
                dns,
                new SecretBox(new byte[32], new SecureRandom()),
                PublicSuffixList.bundled()::registrableDomain,
                config,
                Optional.of(new OperatorZone(
                        new DomainName("d.mta.test"),
                        List.of(InetAddress.ofLiteral("192.0.2.1")),
                        Duration.ofMinutes(5),
                        Duration.ofDays(90))),
                _ -> false,
                clock);
    }

    private static InProcess api(TeamId team) {
        var router = new Router();
        var domains = domains();
        new DomainRoutes(domains, _ -> new CertificateState.None()).register(router);
        new SigningKeyRoutes(domains).register(router);
        new ClaimRoutes(new Claims(database, domains, dns, new Unused(), config, clock, new SecureRandom()))
                .register(router);
        return new InProcess(router, ResendErrors::of, team);
    }

    /// No domain here was ever sent from.
    private static final class Unused implements OwnerActivity {
        @Override
        public boolean hasSentSince(TeamId team, DomainId domain, Instant time) {
            return false;
        }

        @Override
        public boolean hasScheduled(TeamId team, DomainId domain) {
            return false;
        }
    }
}
