package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DesecWriterTest extends HttpWriterContract {
    @Override
    WriterWorld open() throws IOException {
        return new FakeDesec();
    }

    @Override
    FakeDnsHost host() {
        return (FakeDnsHost) world();
    }

    @Test
    void asksForNoShorterTtlThanTheZoneAllows() {
        publish(PLAN, false);
        assertThat(host().at("links.acme.test", "CNAME"))
                .extracting(FakeDnsHost.Rec::ttl)
                .containsExactly(3600);
    }

    private static final class FakeDesec extends FakeSetHost {
        FakeDesec() throws IOException {}

        @Override
        public Credentials credentials() {
            return new Credentials.Desec(new Secret(TOKEN));
        }

        @Override
        public Credentials wrongCredentials() {
            return new Credentials.Desec(new Secret("wr0ng"));
        }

        @Override
        Said forbidding() {
            return failed(403, "Insufficient token permissions.");
        }

        @Override
        Said throttling() {
            return new Said(
                    429,
                    "{\"detail\":\"Request was throttled. Expected available in 7 seconds.\"}",
                    Map.of("Retry-After", "7"));
        }

        @Override
        Said answer(Call call) {
            if (!("Token " + TOKEN).equals(call.headers().getFirst("Authorization")))
                return failed(401, "Invalid token.");
            String[] path = call.path().split("/", -1);
            if (call.path().equals("/domains/"))
                return Said.json(200, owning(call.query().getOrDefault("owns_qname", "")));
            String zone = path[2];
            if (!ZONES.contains(zone)) return failed(404, "Not found.");
            if (call.method().equals("GET"))
                return Said.json(200, sets(zone, call.query().getOrDefault("subname", "")));
            return call.method().equals("PUT") ? put(zone, call.json()) : failed(405, "Method not allowed.");
        }

        private static List<Map<String, Object>> owning(String name) {
            return ZONES.reversed().stream()
                    .filter(zone -> name.equals(zone) || name.endsWith("." + zone))
                    .limit(1)
                    .map(zone -> Map.<String, Object>of("name", zone, "minimum_ttl", 3600))
                    .toList();
        }

        private List<Map<String, Object>> sets(String zone, String host) {
            String name = absolute(host, zone);
            return types(name).stream()
                    .map(type -> Map.<String, Object>of(
                            "domain",
                            zone,
                            "subname",
                            host,
                            "name",
                            name + ".",
                            "type",
                            type,
                            "ttl",
                            at(name, type).getFirst().ttl(),
                            "records",
                            at(name, type).stream().map(Rec::data).toList()))
                    .toList();
        }

        /// All or nothing; the problems come as a list beside the sets.
        private Said put(String zone, JsonNode sets) {
            var before = List.copyOf(records);
            var problems = new ArrayList<Map<String, Object>>();
            for (JsonNode set : sets) problems.add(problem(set));
            if (problems.stream().anyMatch(problem -> !problem.isEmpty())) return Said.json(400, problems);
            for (JsonNode set : sets) {
                var data = new ArrayList<String>();
                set.path("records").forEach(value -> data.add(value.stringValue()));
                set(
                        zone,
                        absolute(set.path("subname").stringValue(), zone),
                        set.path("type").stringValue(),
                        set.path("ttl").intValue(),
                        data);
            }
            for (JsonNode set : sets) {
                if (!collides(zone, absolute(set.path("subname").stringValue(), zone))) continue;
                records.clear();
                records.addAll(before);
                return Said.json(
                        400,
                        List.of(
                                Map.of(
                                        "non_field_errors",
                                        List.of(
                                                "RRset with conflicting type present: A (No other RRsets are allowed alongside CNAME.)"))));
            }
            return Said.json(200, List.of());
        }

        private static Map<String, Object> problem(JsonNode set) {
            if (set.path("ttl").intValue() < 3600)
                return Map.of("ttl", List.of("Ensure this value is greater than or equal to 3600."));
            for (JsonNode value : set.path("records")) {
                String complaint = complaint(set.path("type").stringValue(), value.stringValue());
                if (!complaint.isEmpty()) return Map.of("records", List.of(complaint));
            }
            return Map.of();
        }

        private static Said failed(int status, String detail) {
            return Said.json(status, Map.of("detail", detail));
        }
    }
}
