package dev.pennypost.api.golden;

import static dev.pennypost.api.golden.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.Action;
import dev.pennypost.keys.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The audit log over the API.
class AuditLogsTest {
    private final GoldenWorld world = new GoldenWorld();
    private final Client client = new Client(world);
    private final String key = world.newKey();

    @AfterEach
    void close() {
        client.close();
        world.close();
    }

    @Test
    void showsAChangeInFull() throws Exception {
        String id = domain("one.test");
        client.call(key, "PATCH", "/domains/" + id, "{\"tls\":\"enforced\"}", "User-Agent", "resend-node:6.38.0");

        JsonNode list = json(client.get(key, "/audit-logs?action=domain.updated"));
        assertThat(list.propertyNames()).containsExactly("object", "has_more", "data");
        assertThat(list.get("data")).hasSize(1);
        JsonNode one = list.get("data").get(0);
        assertThat(one.propertyNames())
                .containsExactly("id", "created_at", "action", "actor", "subject", "before", "after");
        assertThat(one.get("created_at").stringValue()).isEqualTo("2026-01-01 12:00:01+00");
        assertThat(one.get("actor").propertyNames())
                .containsExactly("type", "id", "name", "ip_address", "user_agent");
        assertThat(one.get("actor").get("user_agent").stringValue()).isEqualTo("resend-node:6.38.0");
        assertThat(one.get("subject"))
                .hasToString("{\"type\":\"domain\",\"id\":\"" + id + "\",\"name\":\"one.test\"}");
        assertThat(one.get("before")).hasToString("{\"tls\":\"opportunistic\"}");
        assertThat(one.get("after")).hasToString("{\"tls\":\"enforced\"}");
    }

    @Test
    void aChangeThatIsRefusedOrChangesNothingLeavesNoRecord() throws Exception {
        String id = domain("one.test");
        int before = actions("").size();
        client.post(key, "/domains", "{\"name\":\"one.test\"}");
        client.call(key, "PATCH", "/domains/" + id, "{\"tls\":\"opportunistic\"}");
        client.call(key, "PATCH", "/domains/" + id, "{\"tls\":\"nonsense\"}");
        client.call(key, "DELETE", "/topics/" + id, "");
        assertThat(actions("")).hasSize(before);
    }

    @Test
    void findsBySubjectActorAndTime() throws Exception {
        String id = domain("one.test");
        String other = domain("two.test");
        client.call(key, "DELETE", "/domains/" + id, "");

        assertThat(actions("?subject_id=" + id)).containsExactlyInAnyOrder("domain.created", "domain.deleted");
        assertThat(actions("?subject_type=domain")).hasSize(3);
        assertThat(actions("?actor_type=api_key")).hasSize(3);
        assertThat(actions("?actor_type=system")).containsExactlyInAnyOrder("team.created", "api_key.created");
        assertThat(actions("?actor_id=" + other)).isEmpty();
        assertThat(actions("?start_date=2026-01-01T12:00:02Z")).hasSize(2);
        assertThat(actions("?end_date=2026-01-01T13:00:01%2B01:00")).hasSize(2);
    }

    @Test
    void goesThroughPages() throws Exception {
        domain("one.test");
        domain("two.test");
        JsonNode first = json(client.get(key, "/audit-logs?limit=1"));
        assertThat(first.get("has_more").booleanValue()).isTrue();
        String last = first.get("data").get(0).get("id").stringValue();
        JsonNode second = json(client.get(key, "/audit-logs?limit=1&after=" + last));
        assertThat(second.get("data").get(0).get("subject").get("name").stringValue())
                .isEqualTo("one.test");
        assertThat(json(client.get(
                                key,
                                "/audit-logs?before="
                                        + second.get("data").get(0).get("id").stringValue()))
                        .get("data"))
                .isEqualTo(first.get("data"));
    }

    @ParameterizedTest
    @CsvSource({
        "subject_type=nobody",
        "actor_type=nobody",
        "actor_id=nobody",
        "action=domain.eaten",
        "start_date=yesterday",
        "limit=0",
        "after=nobody",
    })
    void refusesWhatItDoesNotUnderstand(String query) throws Exception {
        assertThat(client.get(key, "/audit-logs?" + query).statusCode()).isEqualTo(422);
    }

    @Test
    void isForKeysWithFullAccessAndTheirOwnTeamOnly() throws Exception {
        String id = domain("one.test");
        assertThat(client.get(world.newKey(Permission.SENDING_ACCESS), "/audit-logs").statusCode())
                .isEqualTo(401);
        assertThat(client.get("", "/audit-logs").statusCode()).isEqualTo(401);
        String rival = world.newKey();
        assertThat(client.get(rival, "/audit-logs?subject_id=" + id).body()).contains("\"data\":[]");
        assertThat(client.get(rival, "/audit-logs").body()).doesNotContain("one.test");
        String ours = json(client.get(key, "/audit-logs?limit=1"))
                .get("data")
                .get(0)
                .get("id")
                .stringValue();
        assertThat(client.get(rival, "/audit-logs?after=" + ours).statusCode()).isEqualTo(422);
    }

    @Test
    void everyActionStandsInTheReference() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("pennypost.root", ".."))
                .resolve("docs/reference/extensions.md")
                .toAbsolutePath()
                .normalize());
        for (Action action : Action.values()) {
            String kind = action.kind().spelled();
            String word = action.spelled().substring(kind.length() + 1);
            assertThat(page).as(action.spelled()).containsPattern("(?m)^\\| `" + kind + "` \\| .*`" + word + "`");
        }
    }

    /// Each a second after what was before.
    private String domain(String name) throws Exception {
        world.obey("advance", "PT1S");
        return json(client.post(key, "/domains", "{\"name\":\"" + name + "\"}"))
                .get("id")
                .stringValue();
    }

    private List<String> actions(String query) throws Exception {
        var actions = new ArrayList<String>();
        for (JsonNode one : json(client.get(key, "/audit-logs" + query)).get("data"))
            actions.add(one.get("action").stringValue());
        return actions;
    }
}
