package dev.pennypost.domains.writer;

import static dev.pennypost.domains.writer.RemoteApi.segment;

import dev.pennypost.config.Secret;
import dev.pennypost.domains.writer.RecordSet.Entry;
import dev.pennypost.domains.writer.RemoteApi.Reply;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.net.OutboundHttp;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Porkbun's API, version 3. Everything is a POST with the keys in its body; refusals are `"status":"ERROR"` with a
/// sentence, whatever the HTTP status. Records are objects with ids; names are absolute when read and relative when
/// written; numbers are texts.
final class PorkbunWriter implements ZoneWriter {
    private static final int LEAST_TTL = 600;

    private final RemoteApi api;
    private final Secret key;
    private final Secret secretKey;

    PorkbunWriter(OutboundHttp http, URI base, Secret key, Secret secretKey) {
        this.api = new RemoteApi(
                http, base, List.of(), List.of(key, secretKey), answer -> RemoteApi.maybe(answer, "message"));
        this.key = key;
        this.secretKey = secretKey;
    }

    /// The host knows no zones, only registered domains, and says of any other name that it is invalid.
    @Override
    public Optional<Zone> zone(DomainName name) {
        for (var candidate : Zone.candidates(name)) {
            var reply = call("/dns/retrieve/" + segment(candidate.ascii()), Map.of());
            if (message(reply).contains("Invalid domain")) continue;
            ok(reply);
            return Optional.of(new Zone(candidate, LEAST_TTL));
        }
        return Optional.empty();
    }

    @Override
    public List<RecordSet> read(Zone zone, Set<DomainName> names) {
        var sets = new SetBuilder();
        var answer = ok(call("/dns/retrieve/" + segment(zone.id()), Map.of()));
        for (JsonNode record : RemoteApi.list(answer, "records")) {
            var owner = OwnerName.read(RemoteApi.text(record, "name")).filter(names::contains);
            if (owner.isEmpty()) continue;
            String type = RemoteApi.text(record, "type");
            String content = RemoteApi.text(record, "content");
            String data = type.equals("MX") ? RemoteApi.number(record, "prio", 0) + " " + content : content;
            var entry = new Entry(RecordText.value(type, data), RemoteApi.text(record, "id"));
            sets.add(owner.get(), type, entry, RemoteApi.number(record, "ttl", LEAST_TTL), false);
        }
        return sets.sets();
    }

    @Override
    public void apply(Zone zone, List<SetChange> changes) {
        String domain = segment(zone.id());
        var steps = new Steps();
        for (var change : changes) {
            steps.add(
                    change,
                    id -> ok(call("/dns/delete/" + domain + "/" + segment(id), Map.of())),
                    (id, value) -> ok(call("/dns/edit/" + domain + "/" + segment(id), record(zone, change, value))),
                    value -> ok(call("/dns/create/" + domain, record(zone, change, value))));
        }
        steps.run();
    }

    private static Map<String, Object> record(Zone zone, SetChange change, String value) {
        var record = new LinkedHashMap<String, Object>();
        record.put("name", zone.relative(change.name(), ""));
        record.put("type", change.type());
        record.put("ttl", Integer.toString(change.ttl(zone)));
        if (change.type().equals("MX")) {
            record.put("content", MxData.of(value).exchange());
            record.put("prio", Integer.toString(MxData.of(value).preference()));
        } else record.put("content", value);
        return record;
    }

    private Reply call(String path, Map<String, Object> fields) {
        var body = new LinkedHashMap<>(fields);
        body.put("apikey", key.reveal());
        body.put("secretapikey", secretKey.reveal());
        return api.call("POST", path, body);
    }

    private JsonNode ok(Reply reply) {
        String message = message(reply);
        if (reply.isOk() && RemoteApi.text(reply.json(), "status").equals("SUCCESS")) return reply.json();
        if (reply.status() == 429 || reply.status() >= 500) throw api.refusal(reply);
        if (message.contains("API key")) throw new Refused(new WriterProblem.BadCredentials(api.quotable(message)));
        if (message.contains("not opted in")) throw new Refused(new WriterProblem.NotPermitted(api.quotable(message)));
        if (!reply.isOk()) throw api.refusal(reply);
        throw new Refused(new WriterProblem.Rejected(api.quotable(message)));
    }

    private static String message(Reply reply) {
        return RemoteApi.maybe(reply.json(), "message").orElse("");
    }
}
