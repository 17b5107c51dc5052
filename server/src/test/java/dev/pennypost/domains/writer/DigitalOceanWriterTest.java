package dev.pennypost.domains.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DigitalOceanWriterTest extends HttpWriterContract {
    @Override
    WriterWorld open() throws IOException {
        return new FakeDigitalOcean();
    }

    @Override
    FakeDnsHost host() {
        return (FakeDnsHost) world();
    }

    @Test
    void editsARecordInItsPlace() {
        world().put("links.acme.test", "CNAME", "old.other.example");
        String id = host().at("links.acme.test", "CNAME").getFirst().id();
        publish(PLAN, false);
        assertThat(host().at("links.acme.test", "CNAME").getFirst().id()).isEqualTo(id);
    }

    private static final class FakeDigitalOcean extends FakeDnsHost {
        FakeDigitalOcean() throws IOException {}

        @Override
        public Credentials credentials() {
            return new Credentials.DigitalOcean(new Secret(TOKEN));
        }

        @Override
        public Credentials wrongCredentials() {
            return new Credentials.DigitalOcean(new Secret("wr0ng"));
        }

        @Override
        public void put(String name, String type, String value) {
            int priority = type.equals("MX") ? Integer.parseInt(value.split(" ", -1)[0]) : 0;
            String data = type.equals("MX") ? value.split(" ", -1)[1] : value;
            add("acme.test", name, type, data.equals("acme.test") ? "@" : data, priority, 1800);
        }

        @Override
        Said forbidding() {
            return failed(403, "forbidden", "You are not authorized to perform this operation");
        }

        @Override
        Said throttling() {
            return failed(429, "too_many_requests", "API Rate limit exceeded.");
        }

        @Override
        String published(Rec record) {
            String host = record.data().equals("@") ? record.zone() + "." : record.data() + ".";
            return switch (record.type()) {
                case "MX" -> record.priority() + " " + host;
                case "CNAME" -> host;
                case "TXT" -> divided(record.data().replace("\\", "\\\\").replace("\"", "\\\""));
                default -> record.data();
            };
        }

        @Override
        Said answer(Call call) {
            if (!("Bearer " + TOKEN).equals(call.headers().getFirst("Authorization")))
                return failed(401, "Unauthorized", "Unable to authenticate you");
            String[] path = call.path().split("/", -1);
            String zone = path[2];
            if (!ZONES.contains(zone))
                return failed(404, "not_found", "The resource you were accessing could not be found.");
            if (path.length == 3) return Said.json(200, Map.of("domain", Map.of("name", zone, "ttl", 1800)));
            String id = path.length > 4 ? path[4] : "";
            return switch (call.method()) {
                case "GET" -> page(zone, call);
                case "POST" -> write(zone, newId(), call.json(), 201);
                case "PUT" -> write(zone, id, call.json(), 200);
                case "DELETE" -> {
                    records.removeIf(record -> record.id().equals(id));
                    yield new Said(204, "", Map.of());
                }
                default -> failed(405, "method_not_allowed", "no");
            };
        }

        private Said page(String zone, Call call) {
            int size = Math.min(200, Integer.parseInt(call.query().getOrDefault("per_page", "20")));
            int page = Integer.parseInt(call.query().getOrDefault("page", "1"));
            var all = records.stream()
                    .filter(record -> record.zone().equals(zone))
                    .toList();
            var shown = all.stream()
                    .skip((page - 1L) * size)
                    .limit(size)
                    .map(FakeDigitalOcean::json)
                    .toList();
            Map<String, Object> pages = page * size < all.size()
                    ? Map.of("pages", Map.of("next", base() + "/domains/" + zone + "/records?page=" + (page + 1)))
                    : Map.of();
            return Said.json(200, Map.of("domain_records", shown, "links", pages, "meta", Map.of("total", all.size())));
        }

        private static Map<String, Object> json(Rec record) {
            var json = new LinkedHashMap<String, Object>();
            json.put("id", Integer.parseInt(record.id()));
            json.put("type", record.type());
            json.put("name", relative(record.name(), record.zone(), "@"));
            json.put("data", record.data());
            json.put("priority", record.type().equals("MX") ? record.priority() : null);
            json.put("ttl", record.ttl());
            return json;
        }

        private Said write(String zone, String id, JsonNode json, int status) {
            String type = json.path("type").stringValue();
            String data = json.path("data").stringValue();
            if (List.of("MX", "CNAME", "NS").contains(type)) {
                // a host without a dot is taken to be relative
                data = data.endsWith(".") ? data.substring(0, data.length() - 1) : data + "." + zone;
                if (data.equals(zone)) data = "@";
            }
            int priority = json.path("priority").asInt(0);
            var record = new Rec(
                    id,
                    zone,
                    absolute(json.path("name").stringValue(), zone),
                    type,
                    data,
                    priority,
                    json.path("ttl").intValue());
            if (record.ttl() < 30) return failed(422, "unprocessable_entity", "TTL must be at least 30");
            boolean collides = records.stream()
                    .anyMatch(there -> there.name().equals(record.name())
                            && !there.id().equals(id)
                            && (there.type().equals("CNAME") || type.equals("CNAME")));
            if (collides)
                return failed(422, "unprocessable_entity", "CNAME records cannot share a name with other records");
            if (status == 201) records.add(record);
            else records.replaceAll(there -> there.id().equals(id) ? record : there);
            return Said.json(status, Map.of("domain_record", json(record)));
        }

        private static Said failed(int status, String id, String message) {
            return Said.json(status, Map.of("id", id, "message", message));
        }
    }
}
