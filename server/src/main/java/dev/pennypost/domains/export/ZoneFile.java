package dev.pennypost.domains.export;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.stream.Collectors;

/// Writes master files (RFC 1035 §5).
record ZoneFile(ZonePlan plan) {
    private static final String NOBODY = "invalid";

    /// A file that name servers and checkers load by itself: with the SOA and NS records that every zone begins with.
    String loadable() {
        return """
                ; Records for %s, to be added to the zone %s.
                ; The SOA and NS records only make this file a whole zone for tools that ask for one.
                ; Leave them out when you copy the records into the zone you have.
                $ORIGIN %s.
                $TTL %d
                @ IN SOA %s. hostmaster.%s. 1 7200 900 1209600 300
                %s
                %s
                """
                .formatted(
                        plan.domain(),
                        plan.zone(),
                        plan.zone(),
                        Exports.TTL,
                        servers().getFirst(),
                        plan.zone(),
                        servers().stream()
                                .map(server -> "@ IN NS " + server + ".")
                                .collect(Collectors.joining("\n")),
                        lines());
    }

    /// Names inside the zone would need addresses that are not ours to tell.
    private List<String> servers() {
        var outside = plan.nameServers().stream()
                .filter(server -> !server.isAtOrBelow(plan.zone()))
                .map(DomainName::ascii)
                .toList();
        return outside.isEmpty() ? List.of(NOBODY) : outside;
    }

    private String lines() {
        return plan.records().stream()
                .map(record -> "%s %d IN %s %s"
                        .formatted(owner(record), Exports.TTL, record.type(), RecordData.of(record)))
                .collect(Collectors.joining("\n"));
    }

    private String owner(PlannedRecord record) {
        return record.name().isAtOrBelow(plan.zone()) ? record.host(plan.zone()) : record.name() + ".";
    }

    /// Cloudflare would put its proxy before CNAMEs, which then answer with its own addresses.
    String forCloudflare() {
        return plan.records().stream()
                .map(record -> "%s. %d IN %s %s ; cf_tags=cf-proxied:false\n"
                        .formatted(record.name(), Exports.TTL, record.type(), RecordData.of(record)))
                .collect(Collectors.joining());
    }
}
