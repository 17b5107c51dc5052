package dev.pennypost.api.resend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.api.http.InProcess;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.audit.Records;
import dev.pennypost.certificates.CertificateState;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.domains.writer.DnsPublishing;
import dev.pennypost.domains.writer.FakeCloudflare;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import java.io.IOException;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DnsPublishRoutesTest {
    private static final FixedClock clock = new FixedClock();
    private static final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);

    private final FakeCloudflare cloudflare = new FakeCloudflare();
    private final TeamId team = new Teams(database, clock).create("acme");
    private final InProcess api = api(team);

    DnsPublishRoutesTest() throws IOException {}

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @AfterEach
    void closeHost() {
        cloudflare.close();
    }

    @Test
    void previewsThenPublishesThenLooks() {
        String id = added();
        cloudflare.put("send.acme.test", "TXT", "v=spf1 include:a.example -all");
        var shown = json(post(id, "preview", ""));
        assertThat(shown.get("object").stringValue()).isEqualTo("dns_diff");
        assertThat(shown.get("zone").stringValue()).isEqualTo("acme.test");
        assertThat(shown.get("applied").booleanValue()).isFalse();
        assertThat(shown.get("changes").get(1)).isEqualTo(tree("""
                {"action":"replace","type":"TXT","name":"send.acme.test","before":["v=spf1 include:a.example -all"],
                 "after":["v=spf1 include:a.example include:spf.mta.test -all"],"purpose":"spf","reason":""}"""));
        assertThat(json(api.call("GET", "/domains/" + id)).get("status").stringValue())
                .isEqualTo("not_started");

        var done =
                post(id, "publish", ", \"diff_id\": \"" + shown.get("diff_id").stringValue() + "\"");
        assertThat(done.status()).isEqualTo(200);
        assertThat(json(done).get("applied").booleanValue()).isTrue();
        assertThat(json(done).get("changes")).isEqualTo(shown.get("changes"));
        assertThat(cloudflare.served("send.acme.test", "MX")).containsExactly("10 bounces.mta.test");
        var published = Records.of(database, team.value()).stream()
                .filter(record -> record.action().equals("domain.records_published"))
                .findFirst()
                .orElseThrow();
        assertThat(published.after()).asString().contains("\"replace TXT send.acme.test\"", "\"zone\":\"acme.test\"");
        assertThat(Json.write(Records.of(database, team.value()))).doesNotContain(FakeCloudflare.TOKEN);
        assertThat(json(api.call("GET", "/domains/" + id)).get("status").stringValue())
                .isEqualTo("pending");
    }

    @Test
    void writesNothingThatWasNotShown() {
        String id = added();
        var refused = post(id, "publish", ", \"diff_id\": \"0123\"");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(message(refused)).startsWith("The zone has changed since the preview, so nothing was written.");
        assertThat(message(post(id, "publish", ""))).isEqualTo("Missing `diff_id` field.");
        assertThat(cloudflare.served("send.acme.test", "MX")).isEmpty();
        assertThat(json(api.call("GET", "/domains/" + id)).get("status").stringValue())
                .isEqualTo("not_started");
    }

    @Test
    void neverRepeatsAToken() {
        var refused = api.call("POST", "/domains/" + added() + "/dns/preview", """
                {"provider": "cloudflare", "token": "sEcReT-of-nobody"}""");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(message(refused))
                .isEqualTo("Your DNS host does not accept the token. Copy it again, or make a new one."
                        + " (Invalid access token Bearer •••)");
    }

    @Test
    void knowsOnlyTheDomainsOfTheTeam() {
        String id = added();
        var stranger = api(new Teams(database, clock).create("stranger"));
        assertThat(stranger.call("POST", "/domains/" + id + "/dns/preview", "{}")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            {}                                                    ~ Missing `provider` field.
            {"provider": "godaddy", "token": "x"}                 ~ Invalid `provider` field. It must be one of cloudflare, route53, digitalocean, hetzner, gandi, porkbun, desec, rfc2136.
            {"provider": "gandi"}                                 ~ Missing `token` field.
            {"provider": "gandi", "token": "hid den"}             ~ Invalid `token` field. It must be printable ASCII without spaces.
            {"provider": "porkbun", "token": "x"}                 ~ Missing `api_key` field.
            {"provider": "route53", "token": "x"}                 ~ Missing `access_key_id` field.
            {"provider": "rfc2136", "token": "x"}                 ~ Missing `server` field.
            {"provider": "rfc2136", "token": "x", "server": "a:b"} ~ Invalid `server` field. It must be `host` or `host:port`.
            {"provider": "rfc2136", "token": "x", "server": "a", "key_name": "k", "algorithm": "hmac-md5"} ~ Invalid `algorithm` field. It must be "hmac-sha256" | "hmac-sha384" | "hmac-sha512".""")
    void namesWhatIsMissing(String body, String message) {
        var refused = api.call("POST", "/domains/" + added() + "/dns/preview", body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(message(refused)).isEqualTo(message);
    }

    private String added() {
        var created = api.call("POST", "/domains", "{\"name\": \"acme.test\"}");
        assertThat(created.status()).isEqualTo(201);
        return json(created).get("id").stringValue();
    }

    private Response post(String id, String what, String more) {
        return api.call(
                "POST",
                "/domains/" + id + "/dns/" + what,
                "{\"provider\": \"cloudflare\", \"token\": \"" + FakeCloudflare.TOKEN + "\"" + more + "}");
    }

    private InProcess api(TeamId caller) {
        var router = new Router();
        var domains = new Domains(
                database,
                new RecordCheck(new FakeDns()),
                new SecretBox(new byte[32], new SecureRandom()),
                PublicSuffixList.bundled()::registrableDomain,
                DomainsConfig.of("bounces.mta.test", "spf.mta.test"),
                clock);
        new DomainRoutes(domains, _ -> new CertificateState.None()).register(router);
        var publishing = new DnsPublishing(
                AddressPolicy.ANY,
                HostLookup.system(),
                cloudflare.endpoints(),
                clock,
                PublicSuffixList.bundled()::registrableDomain);
        new DnsPublishRoutes(domains, publishing).register(router);
        return new InProcess(router, ResendErrors::of, caller);
    }

    private static String message(Response response) {
        return json(response).get("message").stringValue();
    }

    private static JsonNode json(Response response) {
        return Json.MAPPER.readTree(response.body());
    }

    private static JsonNode tree(String json) {
        return Json.MAPPER.readTree(json);
    }
}
