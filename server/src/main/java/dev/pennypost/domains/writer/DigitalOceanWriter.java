package dev.pennypost.domains.writer;

import static dev.pennypost.domains.writer.RemoteApi.segment;

import dev.pennypost.config.Secret;
import dev.pennypost.domains.writer.RecordSet.Entry;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.net.OutboundHttp;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// DigitalOcean's API, version 2. Records are objects with ids and names relative to the zone; hosts are absolute only
/// with a dot behind them, and come back without it, or as `@` for the zone itself. Texts go without quotes, undivided.
final class DigitalOceanWriter implements ZoneWriter {
    private static final int LEAST_TTL = 30;
    private static final int PER_PAGE = 200;
    private static final int MOST_PAGES = 100;

    private final RemoteApi api;

    DigitalOceanWriter(OutboundHttp http, URI base, Secret token) {
        api = RemoteApi.authorized(http, base, "Bearer", token, answer -> RemoteApi.maybe(answer, "message"));
    }

    @Override
    public Optional<Zone> zone(DomainName name) {
        for (var candidate : Zone.candidates(name)) {
            var reply = api.get("/domains/" + segment(candidate.ascii()));
            if (reply.status() == 404) continue;
            api.ok(reply);
            return Optional.of(new Zone(candidate, LEAST_TTL));
        }
        return Optional.empty();
    }

    @Override
    public List<RecordSet> read(Zone zone, Set<DomainName> names) {
        var sets = new SetBuilder();
        for (int page = 1; page <= MOST_PAGES; page++) {
            var answer = api.ok(api.get(records(zone) + "?per_page=" + PER_PAGE + "&page=" + page));
            for (JsonNode record : RemoteApi.list(answer, "domain_records")) add(zone, record, names, sets);
            if (RemoteApi.maybe(answer.path("links").path("pages"), "next").isEmpty()) return sets.sets();
        }
        throw RemoteApi.nonsense("a zone without end");
    }

    private static void add(Zone zone, JsonNode record, Set<DomainName> names, SetBuilder sets) {
        var owner = zone.absolute(RemoteApi.text(record, "name")).filter(names::contains);
        if (owner.isEmpty()) return;
        String type = RemoteApi.text(record, "type");
        var entry = new Entry(RecordText.value(type, data(zone, type, record)), RemoteApi.text(record, "id"));
        sets.add(owner.get(), type, entry, RemoteApi.number(record, "ttl", LEAST_TTL), false);
    }

    private static String data(Zone zone, String type, JsonNode record) {
        String data = RemoteApi.text(record, "data");
        return switch (type) {
            case "MX" -> RemoteApi.number(record, "priority", 0) + " " + host(zone, data);
            case "CNAME", "NS" -> host(zone, data);
            case "CAA" ->
                new CaaData(RemoteApi.number(record, "flags", 0), RemoteApi.text(record, "tag"), data).value();
            default -> data;
        };
    }

    private static String host(Zone zone, String data) {
        return data.equals("@") ? zone.name().ascii() : data;
    }

    @Override
    public void apply(Zone zone, List<SetChange> changes) {
        var steps = new Steps();
        for (var change : changes) {
            steps.add(
                    change,
                    id -> api.ok(api.call("DELETE", records(zone) + "/" + segment(id), null)),
                    (id, value) ->
                            api.ok(api.call("PUT", records(zone) + "/" + segment(id), record(zone, change, value))),
                    value -> api.ok(api.call("POST", records(zone), record(zone, change, value))));
        }
        steps.run();
    }

    private static Map<String, Object> record(Zone zone, SetChange change, String value) {
        var record = new LinkedHashMap<String, Object>();
        record.put("type", change.type());
        record.put("name", zone.relative(change.name(), "@"));
        record.put("ttl", change.ttl(zone));
        switch (change.type()) {
            case "MX" -> {
                record.put(
                        "data",
                        RecordText.presentation("CNAME", MxData.of(value).exchange()));
                record.put("priority", MxData.of(value).preference());
            }
            case "CAA" -> {
                var caa = CaaData.of(value);
                record.put("data", RecordText.presentation("CNAME", caa.content()));
                record.put("flags", caa.flags());
                record.put("tag", caa.tag());
            }
            case "TXT" -> record.put("data", value);
            default -> record.put("data", RecordText.presentation(change.type(), value));
        }
        return record;
    }

    private static String records(Zone zone) {
        return "/domains/" + segment(zone.id()) + "/records";
    }
}
