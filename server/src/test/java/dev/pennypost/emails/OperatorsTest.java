package dev.pennypost.emails;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.Settings;
import dev.pennypost.admin.AdminConfig;
import dev.pennypost.admin.AdminDoor;
import dev.pennypost.admin.AuditRoutes;
import dev.pennypost.admin.QueueRoutes;
import dev.pennypost.audit.AuditConfig;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Records;
import dev.pennypost.cli.Cli;
import dev.pennypost.cli.IdleLauncher;
import dev.pennypost.cli.Surroundings;
import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.json.Json;
import dev.pennypost.keys.Caller;
import dev.pennypost.logging.LogConfig;
import dev.pennypost.logging.LogFormat;
import dev.pennypost.logging.LogLevel;
import dev.pennypost.logging.Logging;
import dev.pennypost.testkit.Eventually;
import io.helidon.webserver.http.HttpRouting;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The queue as operators reach it: over their listener, and with commands.
class OperatorsTest {
    private final World world = new World();
    private final Caller acme = world.sender(world.team("acme"), "acme.test");
    private final AdminDoor door = AdminDoor.open(
            new AdminConfig(HostPort.parse("127.0.0.1:0")),
            List::of,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            this::register);
    private final HttpClient client = HttpClient.newHttpClient();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private void register(HttpRouting.Builder routes) {
        new QueueRoutes(world.controls(), world.domains::everyId, world.clock).register(routes);
        new AuditRoutes(new AuditLog(world.database, new AuditConfig(400), world.clock)).register(routes);
    }

    @AfterEach
    void close() {
        Logging.start(new LogConfig(LogFormat.TEXT, LogLevel.INFO), LogFormat.TEXT, System.err);
        client.close();
        door.close();
        world.close();
    }

    @Test
    void pausesShowsAndResumesOverHttp() throws Exception {
        JsonNode paused = post("/queue/pause", "{\"domain\":\"acme.test\",\"reason\":\"looking\"}", 200);
        assertThat(paused.path("hold").path("kind").asString()).isEqualTo("domain");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));

        JsonNode summary = get("/queue", 200);
        assertThat(summary.path("states").path("held").asInt()).isEqualTo(1);
        assertThat(summary.path("wait_reasons").path("paused").asInt()).isEqualTo(1);
        assertThat(summary.path("holds").asInt()).isEqualTo(1);
        JsonNode listed = get("/queue/deliveries?domain=acme.test&state=held,waiting", 200);
        assertThat(listed.path("data").path(0).path("email").asString()).isEqualTo(id.toString());
        assertThat(listed.path("data").path(0).path("to").asString()).isEqualTo("ada@dest.test");
        assertThat(listed.path("data").path(0).path("next_attempt_at").isNull()).isTrue();
        assertThat(listed.path("has_more").asBoolean()).isFalse();
        assertThat(get("/queue/holds", 200).path("data").path(0).path("reason").asString())
                .isEqualTo("looking");

        assertThat(post("/queue/resume", "{\"domain\":\"acme.test\",\"dry_run\":true}", 200)
                        .toString())
                .isEqualTo("{\"dry_run\":true,\"deliveries\":1,\"under_way\":0}");
        assertThat(post("/queue/resume", "{\"domain\":\"acme.test\"}", 200).toString())
                .isEqualTo("{\"dry_run\":false,\"deliveries\":1,\"under_way\":0}");
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    @Test
    void flushesRequeuesAndCancelsOverHttp() throws Exception {
        EmailId id = delayed();
        JsonNode listed = get("/queue/deliveries?email=" + id, 200).path("data").path(0);
        assertThat(listed.path("last_category").asString()).isNotEmpty();
        assertThat(listed.path("last_rule").asString()).isNotEmpty();
        assertThat(post("/queue/flush", "{\"email\":\"" + id + "\",\"dry_run\":true}", 200)
                        .path("deliveries")
                        .asInt())
                .isEqualTo(1);
        assertThat(post("/queue/cancel", "{\"recipient_domain\":\"dest.test\"}", 200)
                        .path("deliveries")
                        .asInt())
                .isEqualTo(1);
        assertThat(post("/queue/requeue", "{\"state\":[\"canceled\"]}", 200)
                        .path("deliveries")
                        .asInt())
                .isEqualTo(1);
        Eventually.holds("a second attempt", () -> world.attempts(id).size() == 2);
    }

    @Test
    void suspendsAndForgivesSites() throws Exception {
        world.awaitLastEvent(acme, world.send(acme, World.email("a@acme.test", "ada@dest.test")), LastEvent.DELIVERED);
        String site = "127.0.0.1:" + world.mx.port();
        post("/sites/" + site + "/suspend", "{\"minutes\":90,\"reason\":\"they asked\"}", 200);
        Eventually.holds("suspended", () -> source().path("state").asString().equals("suspended"));
        assertThat(source().path("why").asString()).isEqualTo("they asked");
        post("/sites/" + site + "/forgive", "{}", 200);
        Eventually.holds("open", () -> source().path("suspended_until").isNull());
    }

    @Test
    void theAuditLogTellsWhatOperatorsDidAndToWhat() throws Exception {
        EmailId id = delayed();
        post("/queue/pause", "{\"team\":\"" + acme.team() + "\",\"reason\":\"looking\"}", 200);
        post("/queue/resume", "{\"team\":\"" + acme.team() + "\"}", 200);
        post("/queue/cancel", "{\"recipient_domain\":\"nobody.test\"}", 200);
        post("/queue/cancel", "{\"recipient_domain\":\"dest.test\",\"dry_run\":true}", 200);
        post("/queue/cancel", "{\"recipient_domain\":\"dest.test\"}", 200);
        world.clock.advance(Duration.ofSeconds(1));
        post("/sites/gmail/suspend", "{\"minutes\":90,\"reason\":\"they asked\"}", 200);
        world.clock.advance(Duration.ofSeconds(1));
        post("/sites/gmail/forgive", "{}", 200);

        var theirs = Records.deeds(world.database, acme.team().value());
        assertThat(theirs).contains("operators' listener: queue.paused", "operators' listener: queue.resumed");
        assertThat(Records.deeds(world.database, null))
                .containsExactly(
                        "operators' listener: queue.canceled",
                        "operators' listener: site.suspended",
                        "operators' listener: site.forgiven");
        var canceled = Records.of(world.database, null).getLast();
        assertThat(canceled.after())
                .hasToString("{\"targets\":[{\"kind\":\"recipient_domain\",\"value\":\"dest.test\"}],\"states\":[]}");
        assertThat(canceled.author().type()).isEqualTo("operator");
        assertThat(canceled.author().origin().address()).isEqualTo("127.0.0.1");
        assertThat(world.attempts(id)).hasSize(1);

        JsonNode shown = get("/audit-logs?limit=1", 200);
        assertThat(shown.path("has_more").asBoolean()).isTrue();
        JsonNode newest = shown.path("data").path(0);
        assertThat(newest.path("action").asString()).isEqualTo("site.forgiven");
        assertThat(newest.path("team_id").isNull()).isTrue();
        JsonNode next = get("/audit-logs?limit=1&after=" + newest.path("id").asString(), 200);
        assertThat(next.path("data").path(0).path("action").asString()).isEqualTo("site.suspended");
        assertThat(get("/audit-logs?action=queue.canceled", 200).path("data")).hasSize(1);
        assertThat(message(get("/audit-logs?limit=0", 422))).startsWith("`limit` is");
        assertThat(message(get("/audit-logs?after=x", 422))).startsWith("`after` is");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws Exception {
        assertThat(message(post("/queue/cancel", "{}", 422))).startsWith("say which deliveries");
        assertThat(message(post("/queue/cancel", "{\"sit\":\"x\",\"state\":\"deferred\"}", 422)))
                .startsWith("`sit` is not known here");
        assertThat(message(post("/queue/cancel", "{\"team\":\"acme\"}", 422))).startsWith("`team` is an id");
        assertThat(message(post("/queue/cancel", "{\"domain\":\"nobodys.test\"}", 422)))
                .isEqualTo("no team has the domain nobodys.test");
        assertThat(message(post("/queue/flush", "{\"state\":\"delivered\"}", 422)))
                .isEqualTo("that is possible for these states only: deferred");
        assertThat(message(post("/queue/pause", "{\"site\":\"x\"}", 422))).startsWith("say a `reason`");
        assertThat(message(post("/queue/pause", "{\"state\":\"held\",\"reason\":\"x\"}", 422)))
                .startsWith("say exactly one of");
        assertThat(message(post("/queue/resume", "{\"site\":\"x\"}", 404))).isEqualTo("nothing of that is paused");
        assertThat(message(post("/queue/cancel", "[]", 400))).contains("JSON object");
        assertThat(message(post("/queue/cancel", "{", 400))).startsWith("the body is not JSON");
        assertThat(message(post("/sites/x/suspend", "{\"minutes\":0}", 422))).startsWith("say how long");
        assertThat(message(get("/queue/deliveries?limit=0", 422))).startsWith("`limit`");
        assertThat(message(get("/queue/deliveries?after=x", 422))).startsWith("`after`");
        assertThat(message(get("/queue/deliveries?state=lost", 422))).startsWith("`state` is one of");
    }

    @Test
    void turnsBrowsersAndFormsAway() throws Exception {
        var form = request("/queue/cancel")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"state\":\"deferred\"}"));
        assertThat(send(form).statusCode()).isEqualTo(415);
        var page = request("/queue").header("Origin", "http://127.0.0.1:3469");
        assertThat(send(page).statusCode()).isEqualTo(403);
    }

    @Test
    void worksFromTheCommandLine() {
        EmailId id = delayed();
        assertThat(run("list", "--domain", "acme.test"))
                .contains("ID", "WAITS BECAUSE", id + "/0", "ada@dest.test", "server_said_later", "450 4.2.1 later");
        assertThat(run("show")).contains("deferred", "server_said_later", "oldest due: ");
        assertThat(run("cancel", "--to-domain", "dest.test", "--dry-run")).isEqualTo("would be canceled: 1\n");
        assertThat(run("cancel", "--to-domain", "dest.test")).isEqualTo("canceled: 1\n");
        assertThat(run("pause", "--email", id.toString(), "--reason", "looking"))
                .startsWith("paused; resume with: ");
        assertThat(run("holds")).contains("email", id.toString(), "looking");
        assertThat(run("requeue", "--email", id.toString())).isEqualTo("requeued: 1\n");
        Eventually.holds(
                "it is held",
                () -> world.emailsDoor().standings(acme.team(), id).getFirst().state() == DeliveryState.HELD);
        assertThat(run("resume", "--email", id.toString())).isEqualTo("let go on: 1\n");
        assertThat(run("sites")).contains("SITE", "127.0.0.1:" + world.mx.port());
        assertThat(run("flush", "--state", "deferred")).startsWith("due now: ");
    }

    @Test
    void suspendsAndResumesSitesFromTheCommandLine() {
        String site = "127.0.0.1:" + world.mx.port();
        assertThat(sites("suspend", site, "--for", "2h", "--reason", "they asked"))
                .isEqualTo(site + " is asked nothing until "
                        + world.clock.instant().plus(Duration.ofHours(2)) + "\n");
        assertThat(sites())
                .contains("LIMITS", "connections=", "messages-per-connection=100", "suspended", "they asked", site);
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        Eventually.holds(
                "it waits",
                () -> world.emailsDoor().standings(acme.team(), id).getFirst().state() == DeliveryState.DEFERRED);

        assertThat(sites("resume", site)).isEqualTo(site + " may be asked again\n");
        assertThat(sites()).doesNotContain("suspended", "they asked");
        run("flush", "--site", site);
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    @Test
    void namesASiteOfSeveralServersOnTheCommandLine() {
        assertThat(sites("suspend", "mx1.dest.test,mx2.dest.test"))
                .startsWith("mx1.dest.test,mx2.dest.test is asked nothing");
        assertThat(sites()).contains("mx1.dest.test,mx2.dest.test", "suspended", "an operator wants it so");
        assertThat(site("suspend", "mx.dest.test", "--for", "2 weeks")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("expected a time such as 30m, 2h or 3d");
    }

    @Test
    void saysOnTheCommandLineWhyNot() {
        assertThat(command("cancel")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("pennypost: say which deliveries: at least one of site");
        door.close();
        err.reset();
        assertThat(command("show")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("pennypost: no server answers operators at 127.0.0.1:");
    }

    private EmailId delayed() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        return id;
    }

    private JsonNode source() {
        try {
            return get("/sites", 200).path("data").path(0).path("sources").path(0);
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String message(JsonNode answer) {
        return answer.path("message").asString();
    }

    private JsonNode get(String path, int status) throws IOException, InterruptedException {
        return expect(send(request(path)), status);
    }

    private JsonNode post(String path, String body, int status) throws IOException, InterruptedException {
        var post = request(path)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return expect(send(post), status);
    }

    private static JsonNode expect(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return Json.MAPPER.readTree(answer.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + door.address() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String run(String... arguments) {
        out.reset();
        assertThat(command(arguments)).as(err.toString(UTF_8)).isZero();
        return out.toString(UTF_8);
    }

    private String sites(String... arguments) {
        out.reset();
        assertThat(site(arguments)).as(err.toString(UTF_8)).isZero();
        return out.toString(UTF_8);
    }

    private int site(String... arguments) {
        return commandOf("sites", arguments);
    }

    private int command(String... arguments) {
        return commandOf("queue", arguments);
    }

    private int commandOf(String command, String... arguments) {
        return Cli.run(
                new Surroundings(
                        Map.of(),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        true,
                        new AtThisDoor()),
                Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new));
    }

    private final class AtThisDoor extends IdleLauncher {
        @Override
        public HostPort operatorsOf(Settings settings) {
            return door.address();
        }
    }
}
