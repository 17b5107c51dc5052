package dev.pennypost.domains.writer;

import dev.pennypost.config.Secret;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Cloudflare's API, version 4, as far as DNS records go. A negative priority marks a record that is read-only.
public final class FakeCloudflare extends FakeDnsHost {
    public FakeCloudflare() throws IOException {}

    @Override
    public Credentials credentials() {
        return new Credentials.Cloudflare(new Secret(TOKEN));
    }

    @Override
    public Credentials wrongCredentials() {
        return new Credentials.Cloudflare(new Secret("wr0ng"));
    }

    @Override
    public void put(String name, String type, String value) {
        if (type.equals("MX"))
            add("acme.test", name, type, value.split(" ", -1)[1], Integer.parseInt(value.split(" ", -1)[0]), 1);
        else if (type.equals("TXT")) add("acme.test", name, type, RecordText.presentation("TXT", value), 0, 1);
        else add("acme.test", name, type, value, 0, 1);
    }

    @Override
    Said forbidding() {
        return failed(403, 9109, "Unauthorized to access requested resource");
    }

    @Override
    Said throttling() {
        return new Said(
                429,
                "{\"success\":false,\"errors\":[{\"code\":971,\"message\":\"Please wait\"}]}",
                Map.of("Retry-After", "7"));
    }

    @Override
    String published(Rec record) {
        return switch (record.type()) {
            case "MX" -> record.priority() + " " + record.data() + ".";
            case "CNAME" -> record.data() + ".";
            case "TXT" -> record.data().startsWith("\"") ? record.data() : divided(record.data());
            default -> record.data();
        };
    }

    @Override
    Said answer(Call call) {
        String auth = call.headers().getFirst("Authorization");
        if (!auth.equals("Bearer " + TOKEN)) return failed(403, 9109, "Invalid access token " + auth);
        String path = call.path();
        if (path.equals("/zones"))
            return listed(
                    ZONES.stream()
                            .filter(zone -> zone.equals(call.query().get("name")))
                            .map(zone -> Map.<String, Object>of("id", "id-" + zone, "name", zone))
                            .toList(),
                    1,
                    1);
        String zone = path.split("/", -1)[2].substring(3);
        if (call.method().equals("GET")) return page(call);
        if (call.method().equals("POST") && path.endsWith("/batch")) return batch(zone, call.json());
        return failed(405, 10405, "Method not allowed");
    }

    private Said page(Call call) {
        int size = Integer.parseInt(call.query().getOrDefault("per_page", "100"));
        int page = Integer.parseInt(call.query().getOrDefault("page", "1"));
        var found = records.stream()
                .filter(record -> record.name().equals(call.query().get("name")))
                .toList();
        var shown = found.stream()
                .skip((long) (page - 1) * size)
                .limit(size)
                .map(FakeCloudflare::json)
                .toList();
        return listed(shown, page, Math.ceilDiv(found.size(), size));
    }

    private static Map<String, Object> json(Rec record) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", record.id());
        json.put("name", record.name());
        json.put("type", record.type());
        json.put("content", record.data());
        if (record.type().equals("MX")) json.put("priority", Math.abs(record.priority()));
        json.put("ttl", record.ttl());
        json.put("proxied", false);
        json.put("meta", record.priority() < 0 ? Map.of("read_only", true) : Map.of());
        return json;
    }

    private Said batch(String zone, JsonNode batch) {
        var before = List.copyOf(records);
        for (JsonNode delete : batch.path("deletes"))
            records.removeIf(record -> record.id().equals(delete.path("id").stringValue()));
        for (JsonNode patch : batch.path("patches"))
            records.replaceAll(
                    record -> record.id().equals(patch.path("id").stringValue()) ? patched(record, patch) : record);
        for (JsonNode post : batch.path("posts")) {
            var made = patched(
                    new Rec(
                            newId(),
                            zone,
                            post.path("name").stringValue(),
                            post.path("type").stringValue(),
                            "",
                            0,
                            post.path("ttl").intValue()),
                    post);
            boolean collides = records.stream()
                    .anyMatch(there -> there.name().equals(made.name())
                            && !made.name().equals(zone)
                            && (there.type().equals("CNAME") || made.type().equals("CNAME")));
            if (collides) {
                records.clear();
                records.addAll(before);
                return failed(400, 81053, "An A, AAAA, or CNAME record with that host already exists.");
            }
            records.add(made);
        }
        return Said.json(200, Map.of("success", true, "errors", List.of(), "messages", List.of(), "result", Map.of()));
    }

    private static Rec patched(Rec record, JsonNode patch) {
        int priority =
                patch.path("priority").isNumber() ? patch.path("priority").intValue() : record.priority();
        return new Rec(
                record.id(),
                record.zone(),
                record.name(),
                record.type(),
                patch.path("content").stringValue(),
                priority,
                record.ttl());
    }

    private static Said listed(List<Map<String, Object>> result, int page, int pages) {
        return Said.json(
                200,
                Map.of(
                        "success",
                        true,
                        "errors",
                        List.of(),
                        "messages",
                        List.of(),
                        "result",
                        result,
                        "result_info",
                        Map.of("page", page, "total_pages", pages)));
    }

    private static Said failed(int status, int code, String message) {
        var body = new LinkedHashMap<String, Object>();
        body.put("success", false);
        body.put("errors", List.of(Map.of("code", code, "message", message)));
        body.put("result", null);
        return Said.json(status, body);
    }
}
