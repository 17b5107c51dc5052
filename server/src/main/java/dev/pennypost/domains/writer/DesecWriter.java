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
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// deSEC's API, version 1: record sets, written whole, all changes in one request that is done or not done. A set
/// without records goes. Data as in master files, hosts with their dot.
final class DesecWriter implements ZoneWriter {
    private static final int LEAST_TTL = 3600;

    private final RemoteApi api;

    DesecWriter(OutboundHttp http, URI base, Secret token) {
        api = RemoteApi.authorized(http, base, "Token", token, DesecWriter::complaint);
    }

    @Override
    public Optional<Zone> zone(DomainName name) {
        for (JsonNode domain : array(api.ok(api.get("/domains/?owns_qname=" + segment(name.ascii()))))) {
            var zone = OwnerName.read(RemoteApi.text(domain, "name")).filter(name::isAtOrBelow);
            int leastTtl = RemoteApi.number(domain, "minimum_ttl", LEAST_TTL);
            if (zone.isPresent()) return Optional.of(new Zone(zone.get(), leastTtl));
        }
        return Optional.empty();
    }

    @Override
    public List<RecordSet> read(Zone zone, Set<DomainName> names) {
        var sets = new ArrayList<RecordSet>();
        for (var name : names) {
            String host = zone.relative(name, "");
            for (JsonNode set : array(api.ok(api.get(rrsets(zone) + "?subname=" + segment(host))))) {
                if (RemoteApi.text(set, "subname").equals(host)) sets.add(set(name, set));
            }
        }
        return sets;
    }

    private static RecordSet set(DomainName name, JsonNode set) {
        String type = RemoteApi.text(set, "type");
        var entries = new ArrayList<Entry>();
        for (JsonNode data : RemoteApi.list(set, "records"))
            entries.add(new Entry(RecordText.value(type, data.asString()), data.asString()));
        return new RecordSet(name, type, entries, RemoteApi.number(set, "ttl", LEAST_TTL), false);
    }

    @Override
    public void apply(Zone zone, List<SetChange> changes) {
        var sets = changes.stream()
                .map(change -> Map.of(
                        "subname", zone.relative(change.name(), ""),
                        "type", change.type(),
                        "ttl", change.ttl(zone),
                        "records", GandiWriter.wholeSet(change)))
                .toList();
        api.ok(api.call("PUT", rrsets(zone), sets));
    }

    private static JsonNode array(JsonNode answer) {
        if (!answer.isArray()) throw RemoteApi.nonsense("an answer that is not a list");
        return answer;
    }

    private static String rrsets(Zone zone) {
        return "/domains/" + segment(zone.id()) + "/rrsets/";
    }

    /// `{"detail":…}`, or lists of sentences by field, one object for each set that was sent.
    private static Optional<String> complaint(JsonNode answer) {
        if (answer.isArray())
            return StreamSupport.stream(answer.spliterator(), false)
                    .flatMap(set -> complaint(set).stream())
                    .findFirst();
        return RemoteApi.maybe(answer, "detail")
                .or(() -> answer.propertyStream()
                        .filter(field -> field.getValue().isArray())
                        .map(field ->
                                field.getKey() + ": " + field.getValue().path(0).asString(""))
                        .findFirst());
    }
}
