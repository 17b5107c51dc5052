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
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.streams.KafkaConfig;
import dev.pennypost.streams.Streams;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventStreamRoutesTest {
    private static final String ABSENT = "0190b6c4-0000-7000-8000-000000000000";

    private final FixedClock clock = new FixedClock();
    private final HttpClient client = HttpClient.newHttpClient();
    private final SecureRandom random = new SecureRandom();
    private Database database;
    private Streams streams;
    private HttpDoor door;
    private Keys keys;
    private Teams teams;
    private TeamId team;
    private String token;

    @BeforeEach
    void open() {
        database = Database.open(TestPostgres.freshDatabase(), 4, clock);
        teams = new Teams(database, clock);
        keys = new Keys(database, random, clock);
        team = teams.create("team");
        token = token(team, Permission.FULL_ACCESS);
        open("127.0.0.1:1");
    }

    /// Never started, so nobody calls the brokers.
    private void open(String brokers) {
        streams = new Streams(
                database,
                new ResendEvents(),
                new KafkaConfig(brokers, "", "pennypost.{team}.", 30),
                "here",
                clock,
                random,
                new SimpleMeterRegistry());
        door = HttpDoor.open(
                new HttpConfig(HostPort.parse("127.0.0.1:0"), "", 1_000_000, 0),
                keys,
                List.of(new Only(new EventStreamRoutes(streams))),
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
    void createsAStreamAndShowsIt() throws Exception {
        var response = call("POST", "/event-streams", body("mail", "[\"email.sent\",\"email.sent\"]"));
        assertThat(response.statusCode()).isEqualTo(201);
        String id = id(response);
        assertThat(response.body()).isEqualTo("{\"object\":\"event_stream\",\"id\":\"" + id + "\"}");
        assertThat(call("GET", "/event-streams/" + id, "").body())
                .isEqualTo("{\"object\":\"event_stream\",\"id\":\"" + id + "\",\"topic\":\"" + topic("mail")
                        + "\",\"events\":[\"email.sent\"],\"status\":\"enabled\",\"trouble\":null,"
                        + "\"oldest_waiting_at\":null,\"created_at\":\"2026-01-01 12:00:00+00\"}");
        assertThat(call("GET", "/event-streams", "").body())
                .isEqualTo("{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"" + id + "\",\"topic\":\""
                        + topic("mail") + "\",\"events\":[\"email.sent\"],\"status\":\"enabled\",\"trouble\":null,"
                        + "\"created_at\":\"2026-01-01 12:00:00+00\"}]}");
    }

    @Test
    void changesWhatIsGivenAndNothingElse() throws Exception {
        String id = id(call("POST", "/event-streams", body("mail", "[\"email.sent\"]")));
        assertThat(call("PATCH", "/event-streams/" + id, "{\"status\":\"disabled\"}")
                        .body())
                .isEqualTo("{\"object\":\"event_stream\",\"id\":\"" + id + "\"}");
        assertThat(call("GET", "/event-streams/" + id, "").body())
                .contains("\"status\":\"disabled\"", "\"events\":[\"email.sent\"]");
        call("PATCH", "/event-streams/" + id, "{\"events\":null,\"topic\":\"" + topic("other") + "\"}");
        assertThat(call("GET", "/event-streams/" + id, "").body())
                .contains("\"events\":null", topic("other"), "\"status\":\"disabled\"");
    }

    @Test
    void showsTroubleWithoutTheWordsOfTheClient() throws Exception {
        String id = id(call("POST", "/event-streams", body("mail", "null")));
        database.useTransaction(tx -> tx.handle().execute("""
                update event_streams set failure = 'topic_missing', failure_detail = 'kafka-7.internal said so',
                       failing_since = '2026-01-01T12:00:00Z', status = 'disabled'"""));
        assertThat(call("GET", "/event-streams/" + id, "").body())
                .contains("\"status\":\"disabled\",\"trouble\":{\"type\":\"topic_missing\","
                        + "\"message\":\"The topic does not exist.\",\"since\":\"2026-01-01 12:00:00+00\"}")
                .doesNotContain("kafka-7");
    }

    @Test
    void listsMessagesAndReplaysThem() throws Exception {
        String id = id(call("POST", "/event-streams", body("mail", "null")));
        database.useTransaction(tx -> {
            tx.handle().execute("create table event_stream_messages_all partition of event_stream_messages default");
            tx.handle().execute("""
                    insert into event_stream_messages (id, stream_id, team_id, event_id, key, type, payload, created_at,
                           status, attempts, failure, failure_detail, sent_at, kafka_partition, kafka_offset)
                    select ('019b7957-ee00-7000-8000-00000000000' || n)::uuid, s.id, s.team_id, gen_random_uuid(), 'k',
                           'email.sent', '{}', '2026-01-01T12:00:00Z',
                           case n when 1 then 'sent' else 'failed' end, 1,
                           case n when 1 then null else 'record_too_large' end, 'x',
                           case n when 1 then '2026-01-01T12:00:01Z'::timestamptz end,
                           case n when 1 then 2 end, case n when 1 then 7 end
                      from event_streams s, generate_series(1, 2) n""");
        });
        var sent = call("GET", "/event-streams/" + id + "/messages?status=sent", "");
        assertThat(sent.body())
                .matches(
                        ".*\"data\":\\[\\{\"id\":\"019b7957-ee00-7000-8000-000000000001\","
                                + "\"record_id\":\"msg_[0-9A-Za-z]{27}\",\"key\":\"k\",\"type\":\"email.sent\",\"status\":\"sent\","
                                + "\"attempts\":1,\"failure\":null,\"partition\":2,\"offset\":7,"
                                + "\"sent_at\":\"2026-01-01 12:00:01\\+00\",\"created_at\":\"2026-01-01 12:00:00\\+00\"\\}\\]\\}");
        assertThat(call("GET", "/event-streams/" + id + "/messages?status=failed", "")
                        .body())
                .contains("\"failure\":{\"type\":\"record_too_large\",\"message\":"
                        + "\"The record is larger than the topic takes.\"}");
        String since = "{\"since\":\"2026-01-01T12:00:00Z\",\"status\":\"failed\"}";
        assertThat(call("POST", "/event-streams/" + id + "/replay", since).body())
                .isEqualTo("{\"object\":\"event_stream_replay\",\"id\":\"" + id + "\",\"messages\":1}");
        assertThat(call("GET", "/event-streams/" + id, "").body())
                .contains("\"oldest_waiting_at\":\"2026-01-01 12:00:00+00\"");
    }

    @Test
    void removesAStream() throws Exception {
        String id = id(call("POST", "/event-streams", body("mail", "null")));
        assertThat(call("DELETE", "/event-streams/" + id, "").body())
                .isEqualTo("{\"object\":\"event_stream\",\"id\":\"" + id + "\",\"deleted\":true}");
        assertThat(call("GET", "/event-streams/" + id, "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | missing_required_field | Missing `topic` field.",
                "{\"topic\":17} | validation_error | Invalid `topic` field. Expected string, received number.",
                "{\"topic\":\"PREFIXa\",\"events\":[]} | validation_error | Invalid `events` field. At least one event is required.",
                "{\"topic\":\"PREFIXa\",\"events\":[\"x\"]} | validation_error | Invalid `events` field. Unknown event `x`.",
                "{\"topic\":\"PREFIXa\",\"status\":\"on\"} | validation_error | Invalid `status` field. It must be \"enabled\"",
                "{\"topic\":\"PREFIX\"} | validation_error | Invalid `topic` field. The topic must begin with `PREFIX` and go on after it.",
                "{\"topic\":\"PREFIXa b\"} | validation_error | Invalid `topic` field. The topic can only contain ASCII letters, numbers, dots, underscores and hyphens.",
                "{\"topic\":\"PREFIXtaken\"} | validation_error | Invalid `topic` field. Another event stream writes to this topic."
            })
    void refusesABadWish(String body, String name, String message) throws Exception {
        call("POST", "/event-streams", body("taken", "null"));
        String prefix = "pennypost." + team.value() + ".";
        var response = call("POST", "/event-streams", body.replace("PREFIX", prefix));
        assertThat(response.statusCode()).isEqualTo(422);
        var problem = Json.MAPPER.readTree(response.body());
        assertThat(problem.get("name").stringValue()).isEqualTo(name);
        assertThat(problem.get("message").stringValue()).startsWith(message.replace("PREFIX", prefix));
    }

    @Test
    void knowsNothingOfOtherTeams() throws Exception {
        String path = "/event-streams/" + id(call("POST", "/event-streams", body("mail", "null")));
        token = token(teams.create("other"), Permission.FULL_ACCESS);
        assertAbsent(call("GET", path, ""));
        assertAbsent(call("PATCH", path, "{\"status\":\"disabled\"}"));
        assertAbsent(call("DELETE", path, ""));
        assertAbsent(call("GET", path + "/messages", ""));
        assertAbsent(call("POST", path + "/replay", "{\"since\":\"2026-01-01T12:00:00Z\"}"));
        assertAbsent(call("GET", "/event-streams/" + ABSENT, ""));
        assertThat(call("GET", "/event-streams/17", "").statusCode()).isEqualTo(422);
    }

    @Test
    void refusesEverythingWithoutKafka() throws Exception {
        door.close();
        open("");
        for (var response : List.of(
                call("POST", "/event-streams", body("mail", "null")),
                call("GET", "/event-streams", ""),
                call("GET", "/event-streams/" + ABSENT, ""),
                call("PATCH", "/event-streams/" + ABSENT, "{}"),
                call("DELETE", "/event-streams/" + ABSENT, ""))) {
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(response.body()).contains("Event streams are not available: this server has no Kafka brokers.");
        }
    }

    @Test
    void isClosedToKeysThatMayOnlySend() throws Exception {
        token = token(team, Permission.SENDING_ACCESS);
        assertThat(call("GET", "/event-streams", "").statusCode()).isEqualTo(401);
    }

    private static void assertAbsent(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("Event stream not found");
    }

    private String topic(String name) {
        return "pennypost." + team.value() + "." + name;
    }

    private String body(String topic, String events) {
        return "{\"topic\":\"" + topic(topic) + "\",\"events\":" + events + "}";
    }

    private String token(TeamId of, Permission permission) {
        return keys.create(of, "key", permission, null).token().reveal();
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static String id(HttpResponse<String> created) {
        return Json.MAPPER.readTree(created.body()).get("id").stringValue();
    }

    /// A dialect of nothing but event streams.
    private record Only(EventStreamRoutes routes) implements Dialect {
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
