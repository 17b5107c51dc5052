package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HetznerWriterTest extends HttpWriterContract {
    @Override
    WriterWorld open() throws IOException {
        return new FakeHetzner();
    }

    @Override
    FakeHetzner host() {
        return (FakeHetzner) world();
    }

    @Test
    void keepsTheCommentsOfOthers() {
        world().put("acme.test", "TXT", "theirs");
        host().comments.put(host().at("acme.test", "TXT").getFirst().data(), "do not touch");
        publish(PLAN, false);
        assertThat(host().comments).containsEntry("\"theirs\"", "do not touch");
    }

    @Test
    void waitsForActionsAndTellsWhenOneFails() {
        host().failingActions = true;
        var result =
                publishing().publish(order(PLAN, false), preview(PLAN, false).id());
        assertThat(refusal(result)).isEqualTo(new WriterProblem.Rejected("Action failed"));
    }

    static final class FakeHetzner extends FakeSetHost {
        final Map<String, String> comments = new HashMap<>();
        boolean failingActions;
        private int looks;

        FakeHetzner() throws IOException {}

        @Override
        public Credentials credentials() {
            return new Credentials.Hetzner(new Secret(TOKEN));
        }

        @Override
        public Credentials wrongCredentials() {
            return new Credentials.Hetzner(new Secret("wr0ng"));
        }

        @Override
        Said forbidding() {
            return failed(403, "forbidden", "Insufficient permissions for this request");
        }

        @Override
        Said throttling() {
            return failed(429, "rate_limit_exceeded", "limit of 3600 requests per hour reached");
        }

        @Override
        Said answer(Call call) {
            if (!("Bearer " + TOKEN).equals(call.headers().getFirst("Authorization")))
                return failed(401, "unauthorized", "the request misses or has an invalid token");
            String[] path = call.path().split("/", -1);
            if (path[1].equals("actions")) return Said.json(200, Map.of("action", action()));
            if (path.length == 2)
                return Said.json(
                        200,
                        Map.of(
                                "zones",
                                        ZONES.stream()
                                                .filter(zone ->
                                                        zone.equals(call.query().get("name")))
                                                .map(zone -> Map.of(
                                                        "id",
                                                        42 + ZONES.indexOf(zone),
                                                        "name",
                                                        zone,
                                                        "mode",
                                                        "primary"))
                                                .toList(),
                                "meta", Map.of("pagination", Map.of("page", 1))));
            String zone = ZONES.get(Integer.parseInt(path[2]) - 42);
            if (path.length == 4 && call.method().equals("GET")) return list(zone, call);
            if (path.length == 4) return create(zone, call.json());
            String name = absolute(path[4], zone);
            if (at(name, path[5]).isEmpty()) return failed(404, "not_found", "rrset not found");
            if (call.method().equals("DELETE")) {
                set(zone, name, path[5], 0, List.of());
                return Said.json(201, Map.of("action", running()));
            }
            if (path[7].equals("set_records"))
                return write(zone, name, path[5], at(name, path[5]).getFirst().ttl(), call.json());
            return failed(404, "not_found", "no such action");
        }

        private Said list(String zone, Call call) {
            String name = absolute(call.query().getOrDefault("name", ""), zone);
            var all = types(name);
            int page = Integer.parseInt(call.query().getOrDefault("page", "1"));
            int size = 2; // small, so that one name has several pages
            var shown = all.stream()
                    .skip((page - 1L) * size)
                    .limit(size)
                    .map(type -> set(zone, name, type))
                    .toList();
            var pagination = new LinkedHashMap<String, Object>();
            pagination.put("page", page);
            pagination.put("next_page", page * size < all.size() ? page + 1 : null);
            return Said.json(200, Map.of("rrsets", shown, "meta", Map.of("pagination", pagination)));
        }

        private Map<String, Object> set(String zone, String name, String type) {
            var values = new ArrayList<Map<String, Object>>();
            for (var record : at(name, type)) {
                var json = new LinkedHashMap<String, Object>();
                json.put("value", record.data());
                json.put("comment", comments.getOrDefault(record.data(), ""));
                values.add(json);
            }
            String host = relative(name, zone, "@");
            return Map.of(
                    "id",
                    host + "/" + type,
                    "name",
                    host,
                    "type",
                    type,
                    "ttl",
                    at(name, type).getFirst().ttl(),
                    "protection",
                    Map.of("change", false),
                    "records",
                    values);
        }

        private Said create(String zone, JsonNode json) {
            String name = absolute(json.path("name").stringValue(), zone);
            String type = json.path("type").stringValue();
            if (!at(name, type).isEmpty()) return failed(409, "uniqueness_error", "rrset exists");
            return write(zone, name, type, json.path("ttl").intValue(), json);
        }

        private Said write(String zone, String name, String type, int ttl, JsonNode json) {
            var before = List.copyOf(records);
            var values = new ArrayList<String>();
            at(name, type).forEach(record -> comments.remove(record.data()));
            for (JsonNode record : json.path("records")) {
                String value = record.path("value").stringValue();
                if (!complaint(type, value).isEmpty()) return failed(422, "invalid_input", complaint(type, value));
                values.add(value);
                if (record.path("comment").isString())
                    comments.put(value, record.path("comment").stringValue());
            }
            set(zone, name, type, ttl, values);
            if (collides(zone, name)) {
                records.clear();
                records.addAll(before);
                return failed(422, "invalid_input", "CNAME and other records at one name");
            }
            return Said.json(201, Map.of("rrset", Map.of(), "action", running()));
        }

        private Map<String, Object> running() {
            looks = 0;
            return Map.of("id", 7, "status", "running");
        }

        private Map<String, Object> action() {
            if (++looks < 3) return Map.of("id", 7, "status", "running");
            if (failingActions)
                return Map.of(
                        "id",
                        7,
                        "status",
                        "error",
                        "error",
                        Map.of("code", "action_failed", "message", "Action failed"));
            return Map.of("id", 7, "status", "success");
        }

        private static Said failed(int status, String code, String message) {
            return Said.json(status, Map.of("error", Map.of("code", code, "message", message)));
        }
    }
}
