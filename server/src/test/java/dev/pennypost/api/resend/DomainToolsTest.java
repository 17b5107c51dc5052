package dev.pennypost.api.resend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.api.http.InProcess;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.AddDomain;
import dev.pennypost.domains.AddResult;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.connect.DomainConnect;
import dev.pennypost.domains.connect.DomainConnectConfig;
import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.domains.export.Exports;
import dev.pennypost.domains.provider.Providers;
import dev.pennypost.domains.share.Shares;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.secrets.Seal;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DomainToolsTest {
    private static final FixedClock clock = new FixedClock();
    private static final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);
    private static final String UNKNOWN_ID = "0190b6c4-0000-7000-8000-000000000000";
    private static final DomainsConfig CONFIG = DomainsConfig.of("bounces.mta.test", "spf.mta.test");

    private final FakeDns dns = new FakeDns();
    private final TeamId team = new Teams(database, clock).create("acme");
    private final Domains domains = new Domains(
            database,
            new RecordCheck(dns),
            new SecretBox(new byte[32], new SecureRandom()),
            PublicSuffixList.bundled()::registrableDomain,
            CONFIG,
            clock);
    private final InProcess api = api();
    private final Domain domain = add();

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "bind, text/dns; charset=utf-8, updates.acme.test.zone",
        "cloudflare, text/plain; charset=utf-8, updates.acme.test.cloudflare.txt",
        "route53, application/json, updates.acme.test.route53.json",
        "terraform, text/plain; charset=utf-8, updates.acme.test.tf",
        "csv, text/csv; charset=utf-8, updates.acme.test.csv"
    })
    void exportsAreFilesToDownload(String format, String type, String fileName) {
        var answer = call("GET", "/export?format=" + format, "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo(type);
        assertThat(answer.headers())
                .contains(new Response.Header("Content-Disposition", "attachment; filename=\"" + fileName + "\""));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("bounces.mta.test");
    }

    @Test
    void saysWhichFormatsThereAre() {
        var answer = call("GET", "/export?format=xml", "");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(json(answer).get("message").stringValue()).startsWith("Invalid `format` parameter.");
    }

    @Test
    void tellsWhatTheDnsHostOffers() {
        assertThat(json(call("GET", "/connect", ""))).isEqualTo(Json.MAPPER.readTree("""
                {"object":"domain_connect","supported":false,"provider":null,"apply_url":null,"control_panel_url":null}"""));
    }

    @Test
    void sharesALinkThatEnds() {
        var shared = json(call("POST", "/share", "{\"expires_in\": 3600}"));
        assertThat(shared.get("object").stringValue()).isEqualTo("domain_share");
        assertThat(shared.get("url").stringValue()).startsWith("https://post.test/share/");
        assertThat(shared.get("expires_at").stringValue()).isEqualTo("2026-01-01 13:00:00+00");
        assertThat(json(call("POST", "/share", "")).get("expires_at").stringValue())
                .startsWith("2026-01-08");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "99999999", "\"soon\"", "1.5"})
    void refusesLinksThatEndTooSoonOrTooLate(String seconds) {
        var answer = call("POST", "/share", "{\"expires_in\": " + seconds + "}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(json(answer).get("message").stringValue()).startsWith("Invalid `expires_in` field.");
    }

    @ParameterizedTest
    @CsvSource({"GET, export", "GET, connect", "POST, share"})
    void knowsOnlyDomainsOfTheTeam(String method, String tool) {
        assertThat(api.call(method, "/domains/" + UNKNOWN_ID + "/" + tool).status())
                .isEqualTo(404);
    }

    private Response call(String method, String tool, String body) {
        return api.call(method, "/domains/" + domain.id().value() + tool, body);
    }

    private static JsonNode json(Response answer) {
        return Json.MAPPER.readTree(answer.body());
    }

    private Domain add() {
        return switch (domains.add(team, AddDomain.named("updates.acme.test"))) {
            case AddResult.Added(var added) -> added;
            case AddResult.Refused(var problem) -> throw new AssertionError(problem);
        };
    }

    private InProcess api() {
        var router = new Router();
        var providers = Providers.bundled();
        var connect = new DomainConnect(DomainConnectConfig.OFF, CONFIG, null, dns, _ -> Optional.empty());
        var shares = new Shares(domains, providers, connect, new Seal(new byte[32], "share links"), clock);
        new DomainExportRoutes(domains, new Exports(dns), providers).register(router);
        new DomainConnectRoutes(domains, connect, providers).register(router);
        new DomainShareRoutes(shares, (_, token) -> "https://post.test/share/" + token).register(router);
        return new InProcess(router, ResendErrors::of, team);
    }
}
