package dev.pennypost.domains.writer;

import static dev.pennypost.domains.writer.RemoteApi.segment;

import dev.pennypost.config.Secret;
import dev.pennypost.domains.writer.RecordSet.Entry;
import dev.pennypost.domains.writer.RemoteApi.Reply;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.net.OutboundHttp;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Cloudflare's API, version 4. Records are objects with ids; `dns_records/batch` changes many in one transaction,
/// deletions first. Names are absolute, TXT content is in quotes when it was written so.
final class CloudflareWriter implements ZoneWriter {
    private static final int AUTOMATIC = 1;
    private static final int PER_PAGE = 100;

    private final RemoteApi api;

    CloudflareWriter(OutboundHttp http, URI base, Secret token) {
        api = RemoteApi.authorized(http, base, "Bearer", token, CloudflareWriter::complaint);
    }

    @Override
    public Optional<Zone> zone(DomainName name) {
        for (var candidate : Zone.candidates(name)) {
            for (JsonNode zone : result("GET", "/zones?name=" + segment(candidate.ascii()), null)) {
                if (RemoteApi.text(zone, "name").equalsIgnoreCase(candidate.ascii()))
                    return Optional.of(new Zone(candidate, RemoteApi.text(zone, "id"), AUTOMATIC));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<RecordSet> read(Zone zone, Set<DomainName> names) {
        var sets = new SetBuilder();
        for (var name : names) read(zone, name, sets);
        return sets.sets();
    }

    private void read(Zone zone, DomainName name, SetBuilder sets) {
        for (int page = 1, pages = 1; page <= pages; page++) {
            var reply = call(
                    "GET",
                    records(zone) + "?name=" + segment(name.ascii()) + "&per_page=" + PER_PAGE + "&page=" + page,
                    null);
            for (JsonNode record : RemoteApi.list(reply, "result")) add(record, name, sets);
            pages = RemoteApi.number(reply.path("result_info"), "total_pages", 1);
        }
    }

    private static void add(JsonNode record, DomainName name, SetBuilder sets) {
        if (!OwnerName.read(RemoteApi.text(record, "name")).equals(Optional.of(name))) return;
        String type = RemoteApi.text(record, "type");
        String content = RemoteApi.text(record, "content");
        String data = type.equals("MX") ? RemoteApi.number(record, "priority", 0) + " " + content : content;
        var entry = new Entry(RecordText.value(type, data), RemoteApi.text(record, "id"));
        boolean locked = record.path("meta").path("read_only").asBoolean(false);
        sets.add(name, type, entry, RemoteApi.number(record, "ttl", AUTOMATIC), locked);
    }

    @Override
    public void apply(Zone zone, List<SetChange> changes) {
        var deletes = new ArrayList<Map<String, Object>>();
        var patches = new ArrayList<Map<String, Object>>();
        var posts = new ArrayList<Map<String, Object>>();
        for (var change : changes) {
            var removed = change.removed();
            var added = change.added();
            int edits = Math.min(removed.size(), added.size());
            removed.subList(edits, removed.size()).forEach(entry -> deletes.add(Map.of("id", entry.handle())));
            for (int i = 0; i < edits; i++)
                patches.add(with(
                        data(change.type(), added.get(i)), "id", removed.get(i).handle()));
            for (var value : added.subList(edits, added.size())) posts.add(whole(change, value));
        }
        call("POST", records(zone) + "/batch", Map.of("deletes", deletes, "patches", patches, "posts", posts));
    }

    private static Map<String, Object> whole(SetChange change, String value) {
        var record = with(data(change.type(), value), "type", change.type());
        record.put("name", change.name().ascii());
        record.put("ttl", change.before().map(RecordSet::ttl).orElse(AUTOMATIC));
        if (change.type().equals("CNAME")) record.put("proxied", false); // a proxy would answer in its own name
        return record;
    }

    private static Map<String, Object> data(String type, String value) {
        return switch (type) {
            case "MX" ->
                Map.of(
                        "content",
                        MxData.of(value).exchange(),
                        "priority",
                        MxData.of(value).preference());
            case "CAA" -> Map.of("data", caa(CaaData.of(value)));
            case "TXT" -> Map.of("content", RecordText.presentation(type, value));
            default -> Map.of("content", value);
        };
    }

    private static Map<String, Object> caa(CaaData caa) {
        return Map.of("flags", caa.flags(), "tag", caa.tag(), "value", caa.content());
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        var more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }

    private static String records(Zone zone) {
        return "/zones/" + segment(zone.id()) + "/dns_records";
    }

    private JsonNode result(String method, String path, @Nullable Object body) {
        return RemoteApi.list(call(method, path, body), "result");
    }

    private JsonNode call(String method, String path, @Nullable Object body) {
        Reply reply = api.call(method, path, body);
        if (isBadToken(reply))
            throw new Refused(new WriterProblem.BadCredentials(
                    api.quotable(complaint(reply.json()).orElse(""))));
        return api.ok(reply);
    }

    /// An unknown token is 403 like a missing permission and told apart by its message; a misshapen one is 400.
    private static boolean isBadToken(Reply reply) {
        return StreamSupport.stream(reply.json().path("errors").spliterator(), false)
                .anyMatch(error -> switch (RemoteApi.number(error, "code", 0)) {
                    case 6003, 6111, 1000, 1001 -> reply.status() / 100 == 4;
                    case 9109 -> RemoteApi.maybe(error, "message").orElse("").contains("Invalid access token");
                    default -> false;
                });
    }

    private static Optional<String> complaint(JsonNode answer) {
        return Optional.ofNullable(answer.path("errors").get(0)).flatMap(error -> RemoteApi.maybe(error, "message"));
    }
}
