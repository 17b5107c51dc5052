package dev.pennypost.api.resend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpConfig;
import dev.pennypost.api.http.HttpDoor;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.config.HostPort;
import dev.pennypost.json.Json;
import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import dev.pennypost.mail.address.Address;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.suppressions.Recipient;
import dev.pennypost.suppressions.Suppressions;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FixedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SuppressionRoutesTest {
    private static final String ABSENT = "0190b6c4-0000-7000-8000-000000000000";

    private final FixedClock clock = new FixedClock();
    private final HttpClient client = HttpClient.newHttpClient();
    private Database database;
    private Suppressions suppressions;
    private HttpDoor door;
    private Keys keys;
    private TeamId team;
    private String token;

    @BeforeEach
    void open() {
        database = Database.open(TestPostgres.freshDatabase(), 4, clock);
        keys = new Keys(database, new SecureRandom(), clock);
        suppressions = new Suppressions(database, clock);
        beSomebody(Permission.FULL_ACCESS);
        door = HttpDoor.open(
                new HttpConfig(HostPort.parse("127.0.0.1:0"), "", 1_000_000, 0),
                keys,
                List.of(new Only(new SuppressionRoutes(suppressions))),
                new SimpleMeterRegistry(),
                clock);
    }

    @AfterEach
    void close() {
        client.close();
        door.close();
        database.close();
    }

    @Test
    void findsThoseWhoseAddressContainsSomething() throws Exception {
        call("POST", "/suppressions/batch/add", "{\"emails\":[\"ann@dest.test\",\"bob@else.test\"]}");
        var found = json(call("GET", "/suppressions?search=ELSE&origin=manual", "")).get("data");
        assertThat(found).hasSize(1);
        assertThat(found.get(0).get("email").stringValue()).isEqualTo("bob@else.test");
        assertThat(json(call("GET", "/suppressions?search=%25", "")).get("data")).isEmpty();
    }

    @Test
    void addsOneAndShowsIt() throws Exception {
        var response = call("POST", "/suppressions", "{\"email\":\" Ada@Dest.Test \"}");
        assertThat(response.statusCode()).isEqualTo(201);
        String id = json(response).get("id").stringValue();
        assertThat(response.body()).isEqualTo("{\"object\":\"suppression\",\"id\":\"" + id + "\"}");

        var found = call("GET", "/suppressions/" + id, "");
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body())
                .isEqualTo("{\"object\":\"suppression\",\"id\":\"" + id
                        + "\",\"email\":\"ada@dest.test\",\"origin\":\"manual\",\"source_id\":null,"
                        + "\"created_at\":\"2026-01-01 12:00:00+00\"}");
    }

    @Test
    void answersWithTheOneThatIsThere() throws Exception {
        String id = add("ada@dest.test");

        var again = call("POST", "/suppressions", "{\"email\":\"ADA@dest.test\"}");

        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(json(again).get("id").stringValue()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"ada%2Bnews%40dest.test", "ada+news@dest.test", "ADA%2bNEWS@dest.test"})
    void findsAndRemovesByAddressInThePath(String path) throws Exception {
        String id = add("ada+news@dest.test");

        assertThat(json(call("GET", "/suppressions/" + path, "")).get("id").stringValue())
                .isEqualTo(id);
        var removed = call("DELETE", "/suppressions/" + path, "");
        assertThat(removed.statusCode()).isEqualTo(200);
        assertThat(removed.body()).isEqualTo("{\"object\":\"suppression\",\"id\":\"" + id + "\",\"deleted\":true}");
        assertThat(call("GET", "/suppressions/" + path, "").statusCode()).isEqualTo(404);
    }

    @Test
    void removesById() throws Exception {
        String id = add("ada@dest.test");

        assertThat(call("DELETE", "/suppressions/" + id.toUpperCase(java.util.Locale.ROOT), "")
                        .statusCode())
                .isEqualTo(200);

        var missing = call("DELETE", "/suppressions/" + id, "");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body())
                .isEqualTo("{\"statusCode\":404,\"message\":\"Suppression not found\",\"name\":\"not_found\"}");
    }

    @Test
    void listsTwentyOfEveryOriginAndPagesOn() throws Exception {
        call("POST", "/suppressions/batch/add", batch("emails", 25));
        UUID email = UUID.randomUUID();
        var bounced = new Suppressions.Bounced(Recipient.of(team, Address.parse("gone@dest.test")), email, null);
        database.useTransaction(tx -> suppressions.bounced(tx, List.of(bounced)));

        JsonNode first = json(call("GET", "/suppressions", ""));
        assertThat(first.propertyNames()).containsExactly("object", "has_more", "data");
        assertThat(first.get("has_more").booleanValue()).isTrue();
        assertThat(first.get("data").size()).isEqualTo(20);
        assertThat(first.get("data").get(0).propertyNames())
                .containsExactly("id", "email", "origin", "source_id", "created_at");

        String last = first.get("data").get(19).get("id").stringValue();
        JsonNode second = json(call("GET", "/suppressions?limit=10&after=" + last, ""));
        assertThat(second.get("data").size()).isEqualTo(6);
        assertThat(second.get("has_more").booleanValue()).isFalse();

        JsonNode bounces = json(call("GET", "/suppressions?origin=bounce", ""));
        assertThat(bounces.get("data").size()).isEqualTo(1);
        assertThat(bounces.get("data").get(0).get("source_id").stringValue()).isEqualTo(email.toString());
        assertThat(json(call("GET", "/suppressions?origin=complaint", ""))
                        .get("data")
                        .size())
                .isZero();
    }

    @Test
    void addsManyOnceEach() throws Exception {
        String ada = add("ada@dest.test");

        var response = call(
                "POST",
                "/suppressions/batch/add",
                "{\"emails\":[\"bob@dest.test\",\" Ada@dest.test\",\"BOB@dest.test\"]}");

        assertThat(response.statusCode()).isEqualTo(201);
        JsonNode data = json(response).get("data");
        assertThat(json(response).propertyNames()).containsExactly("data");
        assertThat(data.size()).isEqualTo(2);
        assertThat(data.get(0).propertyNames()).containsExactly("object", "id");
        assertThat(data.get(1).get("id").stringValue()).isEqualTo(ada);
    }

    @Test
    void removesManyByAddressOrById() throws Exception {
        String ada = add("ada@dest.test");
        String bob = add("bob@dest.test");
        String eve = add("eve@dest.test");

        var byEmail =
                call("POST", "/suppressions/batch/remove", "{\"emails\":[\"EVE@dest.test\",\"nobody@dest.test\"]}");
        assertThat(byEmail.statusCode()).isEqualTo(200);
        assertThat(byEmail.body())
                .isEqualTo("{\"data\":[{\"object\":\"suppression\",\"id\":\"" + eve + "\",\"deleted\":true}]}");

        var byId = call(
                "POST", "/suppressions/batch/remove", "{\"ids\":[\"" + bob + "\",\"" + ABSENT + "\",\"" + ada + "\"]}");
        assertThat(json(byId).get("data").size()).isEqualTo(2);
        assertThat(json(byId).get("data").get(0).get("id").stringValue()).isEqualTo(bob);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /suppressions | {} | missing_required_field | Missing `email` field.",
                "POST | /suppressions | {\"email\":17} | validation_error | Invalid `email` field. Expected string, received number.",
                "POST | /suppressions | {\"email\":\"ada\"} | validation_error | Invalid `email` field. The email address needs to follow the `email@example.com` format.",
                "POST | /suppressions | {\"email\":\"Ada <ada@dest.test>\"} | validation_error | Invalid `email` field. The email address needs to follow the `email@example.com` format.",
                "POST | /suppressions/batch/add | {} | missing_required_field | Missing `emails` field.",
                "POST | /suppressions/batch/add | {\"emails\":[]} | validation_error | Invalid `emails` field. It must have 1 to 100 items.",
                "POST | /suppressions/batch/add | {\"emails\":[\"a@b.test\",\"c\"]} | validation_error | Invalid `emails` field. The email address needs to follow the `email@example.com` format.",
                "POST | /suppressions/batch/remove | {} | missing_required_field | Missing `emails` or `ids` field.",
                "POST | /suppressions/batch/remove | {\"emails\":[\"a@b.test\"],\"ids\":[]} | validation_error | Provide either `emails` or `ids`, but not both.",
                "POST | /suppressions/batch/remove | {\"ids\":[]} | validation_error | Invalid `ids` field. It must have 1 to 100 items.",
                "POST | /suppressions/batch/remove | {\"ids\":[\"17\"]} | validation_error | The `ids` must be a valid UUID.",
                "GET | /suppressions?origin=whim | '' | validation_error | 'Origin must be \"bounce\" | \"complaint\" | \"manual\"'",
                "GET | /suppressions?limit=101 | '' | validation_error | The pagination limit must be a number between 1 and 100. See https://resend.com/docs/pagination for more information.",
                "GET | /suppressions?after=17 | '' | validation_error | The `after` must be a valid UUID.",
                "GET | /suppressions/17 | '' | validation_error | The `suppression` must be a valid UUID or an email address.",
                "GET | /suppressions/@dest.test | '' | validation_error | Invalid `email` field. The email address needs to follow the `email@example.com` format.",
                "DELETE | /suppressions/17 | '' | validation_error | The `suppression` must be a valid UUID or an email address."
            })
    void refusesWhatIsWrong(String method, String path, String body, String name, String message) throws Exception {
        var response = call(method, path, body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).get("name").stringValue()).isEqualTo(name);
        assertThat(json(response).get("message").stringValue()).isEqualTo(message);
    }

    @Test
    void refusesMoreThanAHundred() throws Exception {
        assertThat(call("POST", "/suppressions/batch/add", batch("emails", 101)).statusCode())
                .isEqualTo(422);
        assertThat(call("POST", "/suppressions/batch/add", batch("emails", 100)).statusCode())
                .isEqualTo(201);
        assertThat(call("POST", "/suppressions/batch/remove", batch("emails", 101))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void addsNothingWhenOneOfManyIsWrong() throws Exception {
        call("POST", "/suppressions/batch/add", "{\"emails\":[\"ada@dest.test\",\"nonsense\"]}");

        assertThat(call("GET", "/suppressions/ada@dest.test", "").statusCode()).isEqualTo(404);
    }

    @Test
    void knowsNothingOfOtherTeams() throws Exception {
        String id = add("ada@dest.test");
        beSomebody(Permission.FULL_ACCESS);

        for (String named : List.of(id, "ada@dest.test"))
            for (String method : List.of("GET", "DELETE"))
                assertThat(call(method, "/suppressions/" + named, "").statusCode())
                        .isEqualTo(404);
        assertThat(call("POST", "/suppressions/batch/remove", "{\"ids\":[\"" + id + "\"]}")
                        .body())
                .isEqualTo("{\"data\":[]}");
    }

    @Test
    void isClosedToKeysThatMayOnlySend() throws Exception {
        beSomebody(Permission.SENDING_ACCESS);

        assertThat(call("GET", "/suppressions", "").statusCode()).isEqualTo(401);
        assertThat(call("POST", "/suppressions", "{\"email\":\"ada@dest.test\"}")
                        .statusCode())
                .isEqualTo(401);
    }

    private String add(String email) throws IOException, InterruptedException {
        return json(call("POST", "/suppressions", "{\"email\":\"" + email + "\"}"))
                .get("id")
                .stringValue();
    }

    private static String batch(String field, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"m" + i + "@dest.test\"")
                .collect(Collectors.joining(",", "{\"" + field + "\":[", "]}"));
    }

    private void beSomebody(Permission permission) {
        team = new Teams(database, clock).create("team");
        token = keys.create(team, "key", permission, null).token().reveal();
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.MAPPER.readTree(response.body());
    }

    /// A dialect of nothing but suppressions.
    private record Only(SuppressionRoutes routes) implements Dialect {
        @Override
        public String mount() {
            return "";
        }

        @Override
        public void register(Router router) {
            routes.register(router);
        }

        @Override
        public Response spell(HttpProblem problem) {
            return ResendErrors.of(problem);
        }
    }
}
