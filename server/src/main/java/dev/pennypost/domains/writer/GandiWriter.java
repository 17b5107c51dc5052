package dev.pennypost.domains.writer;

import static dev.pennypost.domains.writer.RemoteApi.segment;

import dev.pennypost.config.Secret;
import dev.pennypost.domains.writer.RecordSet.Entry;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.net.OutboundHttp;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Gandi's LiveDNS API, version 5: record sets with names relative to the zone, each written whole with one PUT; data
/// as in master files.
final class GandiWriter implements ZoneWriter {
    private static final int LEAST_TTL = 300;

    private final RemoteApi api;

    GandiWriter(OutboundHttp http, URI base, Secret token) {
        api = RemoteApi.authorized(http, base, "Bearer", token, GandiWriter::complaint);
    }

    @Override
    public Optional<Zone> zone(DomainName name) {
        for (var candidate : Zone.candidates(name)) {
            var reply = api.get("/livedns/domains/" + segment(candidate.ascii()));
            if (reply.status() == 404) continue;
            api.ok(reply);
            return Optional.of(new Zone(candidate, LEAST_TTL));
        }
        return Optional.empty();
    }

    @Override
    public List<RecordSet> read(Zone zone, Set<DomainName> names) {
        var sets = new ArrayList<RecordSet>();
        for (var name : names) {
            var reply = api.get(records(zone, name));
            if (reply.status() == 404) continue; // the name does not exist
            JsonNode list = api.ok(reply);
            if (!list.isArray()) throw RemoteApi.nonsense("an answer that is not a list");
            for (JsonNode set : list) sets.add(set(name, set));
        }
        return sets;
    }

    private static RecordSet set(DomainName name, JsonNode set) {
        String type = RemoteApi.text(set, "rrset_type");
        var entries = new ArrayList<Entry>();
        for (JsonNode value : RemoteApi.list(set, "rrset_values"))
            entries.add(new Entry(RecordText.value(type, value.asString()), value.asString()));
        return new RecordSet(name, type, entries, RemoteApi.number(set, "rrset_ttl", LEAST_TTL), false);
    }

    @Override
    public void apply(Zone zone, List<SetChange> changes) {
        var steps = new Steps();
        for (var change : changes) steps.add(() -> apply(zone, change));
        steps.run();
    }

    private void apply(Zone zone, SetChange change) {
        String set = records(zone, change.name()) + "/" + change.type();
        if (change.removes()) api.ok(api.call("DELETE", set, null));
        else api.ok(api.call("PUT", set, Map.of("rrset_values", wholeSet(change), "rrset_ttl", change.ttl(zone))));
    }

    /// What stays as it was spelled, then what is new.
    static List<String> wholeSet(SetChange change) {
        return Stream.concat(
                        change.kept().stream().map(Entry::handle),
                        change.added().stream().map(value -> RecordText.presentation(change.type(), value)))
                .toList();
    }

    private static String records(Zone zone, DomainName name) {
        return "/livedns/domains/" + segment(zone.id()) + "/records/" + segment(zone.relative(name, "@"));
    }

    private static Optional<String> complaint(JsonNode answer) {
        return RemoteApi.maybe(answer.path("errors").path(0), "description")
                .or(() -> RemoteApi.maybe(answer, "message"));
    }
}
