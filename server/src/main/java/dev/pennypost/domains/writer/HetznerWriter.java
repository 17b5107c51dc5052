package dev.pennypost.domains.writer;

import static dev.pennypost.domains.writer.RemoteApi.segment;

import dev.pennypost.config.Secret;
import dev.pennypost.domains.writer.RecordSet.Entry;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.net.OutboundHttp;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Hetzner's DNS in the Cloud API, version 1: record sets with names relative to the zone, data as in master files.
/// Changes are asynchronous actions, waited for. The older API at dns.hetzner.com was switched off in 2026.
final class HetznerWriter implements ZoneWriter {
    private static final int LEAST_TTL = 60;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final int MOST_LOOKS = 40;

    private final RemoteApi api;
    private final Pause pause;

    HetznerWriter(OutboundHttp http, URI base, Secret token, Pause pause) {
        this.api = RemoteApi.authorized(
                http, base, "Bearer", token, answer -> RemoteApi.maybe(answer.path("error"), "message"));
        this.pause = pause;
    }

    @Override
    public Optional<Zone> zone(DomainName name) {
        for (var candidate : Zone.candidates(name)) {
            var answer = api.ok(api.get("/zones?name=" + segment(candidate.ascii())));
            for (JsonNode zone : RemoteApi.list(answer, "zones")) {
                if (RemoteApi.text(zone, "name").equalsIgnoreCase(candidate.ascii()))
                    return Optional.of(new Zone(candidate, RemoteApi.text(zone, "id"), LEAST_TTL));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<RecordSet> read(Zone zone, Set<DomainName> names) {
        var sets = new ArrayList<RecordSet>();
        for (var name : names) read(zone, name, sets);
        return sets;
    }

    private void read(Zone zone, DomainName name, List<RecordSet> sets) {
        String query = "?name=" + segment(zone.relative(name, "@")) + "&per_page=100&page=";
        for (int page = 1; page > 0; ) {
            var answer = api.ok(api.get(rrsets(zone) + query + page));
            for (JsonNode set : RemoteApi.list(answer, "rrsets")) {
                if (zone.absolute(RemoteApi.text(set, "name")).equals(Optional.of(name))) sets.add(set(name, set));
            }
            page = RemoteApi.number(answer.path("meta").path("pagination"), "next_page", 0);
        }
    }

    private static RecordSet set(DomainName name, JsonNode set) {
        String type = RemoteApi.text(set, "type");
        var entries = new ArrayList<Entry>();
        // the handle is the whole record, so that an owner's comment survives
        for (JsonNode record : RemoteApi.list(set, "records"))
            entries.add(new Entry(RecordText.value(type, RemoteApi.text(record, "value")), record.toString()));
        boolean locked = set.path("protection").path("change").asBoolean(false);
        return new RecordSet(name, type, entries, RemoteApi.number(set, "ttl", 0), locked);
    }

    @Override
    public void apply(Zone zone, List<SetChange> changes) {
        var steps = new Steps();
        for (var change : changes) steps.add(() -> apply(zone, change));
        steps.run();
    }

    private void apply(Zone zone, SetChange change) {
        String host = zone.relative(change.name(), "@");
        String set = rrsets(zone) + "/" + segment(host) + "/" + change.type();
        if (change.removes()) {
            await(api.ok(api.call("DELETE", set, null)));
            return;
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("records", records(change));
        if (change.before().isPresent()) {
            await(api.ok(api.call("POST", set + "/actions/set_records", body)));
            return;
        }
        body.put("name", host);
        body.put("type", change.type());
        body.put("ttl", zone.ttl());
        await(api.ok(api.call("POST", rrsets(zone), body)));
    }

    private static List<JsonNode> records(SetChange change) {
        var records = new ArrayList<JsonNode>();
        change.kept().forEach(entry -> records.add(Json.MAPPER.readTree(entry.handle())));
        change.added()
                .forEach(value -> records.add(
                        Json.MAPPER.createObjectNode().put("value", RecordText.presentation(change.type(), value))));
        return records;
    }

    private void await(JsonNode answer) {
        JsonNode action = answer.path("action");
        for (int looks = 0; RemoteApi.text(action, "status").equals("running"); looks++) {
            if (looks == MOST_LOOKS)
                throw new Refused(new WriterProblem.Unreachable("The change was accepted and is not finished yet."));
            pause.hold(BETWEEN_LOOKS);
            action = api.ok(api.get("/actions/" + segment(RemoteApi.text(action, "id"))))
                    .path("action");
        }
        if (RemoteApi.text(action, "status").equals("error"))
            throw new Refused(new WriterProblem.Rejected(api.quotable(
                    RemoteApi.maybe(action.path("error"), "message").orElse("The change failed."))));
    }

    private static String rrsets(Zone zone) {
        return "/zones/" + segment(zone.id()) + "/rrsets";
    }
}
