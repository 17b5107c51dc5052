package dev.pennypost.domains.export;

import dev.pennypost.domains.records.CharacterStrings;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.RecordType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes Terraform resources for the zone's DNS host; for Cloudflare where it has none that we know.
record Terraform(ZonePlan plan) {
    String text() {
        return switch (plan.provider().id()) {
            case "route53" -> head("zone_id", "Id of the hosted zone") + perSet(this::route53);
            case "google-cloud-dns" -> head("managed_zone", "Name of the managed zone") + perSet(this::google);
            case "digitalocean" -> head() + perRecord(this::digitalOcean);
            default -> head("zone_id", "Id of the zone") + perRecord(this::cloudflare);
        };
    }

    private String head() {
        return "# Records for %s, in the zone %s.\n".formatted(plan.domain(), plan.zone());
    }

    private String head(String variable, String description) {
        return head() + """

                variable "%s" {
                  type        = string
                  description = "%s %s."
                }
                """.formatted(variable, description, plan.zone());
    }

    private String perRecord(Resource resource) {
        var labels = new HashMap<String, Integer>();
        return plan.records().stream()
                .map(record -> resource.of(
                        numbered(label(record), labels.merge(label(record), 1, Integer::sum)), List.of(record)))
                .collect(Collectors.joining());
    }

    private static String numbered(String label, int count) {
        return count == 1 ? label : label + "_" + count;
    }

    private String perSet(Resource resource) {
        var sets = new LinkedHashMap<String, List<PlannedRecord>>();
        for (PlannedRecord record : plan.records())
            sets.merge(
                    record.type() + " " + record.name(),
                    List.of(record),
                    (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        return sets.values().stream()
                .map(set -> resource.of(label(set.getFirst()), set))
                .collect(Collectors.joining());
    }

    private String cloudflare(String label, List<PlannedRecord> records) {
        var record = records.getFirst();
        var fields = new LinkedHashMap<String, String>();
        fields.put("zone_id", "var.zone_id");
        fields.put("name", quoted(record.name().ascii()));
        fields.put("type", quoted(record.type().name()));
        fields.put("ttl", "" + Exports.TTL);
        boolean text = record.type() == RecordType.TXT;
        if (record.type() == RecordType.CAA) fields.put("data", object(caa(record)));
        else fields.put("content", quoted(text ? CharacterStrings.quoted(record.value()) : record.value()));
        if (record.priority() != null) fields.put("priority", "" + record.priority());
        if (record.type() == RecordType.CNAME) fields.put("proxied", "false");
        return block("cloudflare_dns_record", label, fields);
    }

    private String route53(String label, List<PlannedRecord> records) {
        var record = records.getFirst();
        var fields = new LinkedHashMap<String, String>();
        fields.put("zone_id", "var.zone_id");
        fields.put("name", quoted(record.name().ascii()));
        fields.put("type", quoted(record.type().name()));
        fields.put("ttl", "" + Exports.TTL);
        fields.put("records", list(records.stream().map(Terraform::route53Value)));
        return block("aws_route53_record", label, fields);
    }

    /// The provider adds the outer quotes of a TXT value itself.
    private static String route53Value(PlannedRecord record) {
        if (record.type() == RecordType.TXT) return String.join("\"\"", CharacterStrings.of(record.value()));
        return record.type() == RecordType.MX ? record.priority() + " " + record.value() : record.value();
    }

    private String google(String label, List<PlannedRecord> records) {
        var record = records.getFirst();
        var fields = new LinkedHashMap<String, String>();
        fields.put("managed_zone", "var.managed_zone");
        fields.put("name", quoted(record.name() + "."));
        fields.put("type", quoted(record.type().name()));
        fields.put("ttl", "" + Exports.TTL);
        fields.put("rrdatas", list(records.stream().map(RecordData::of)));
        return block("google_dns_record_set", label, fields);
    }

    private String digitalOcean(String label, List<PlannedRecord> records) {
        var record = records.getFirst();
        var fields = new LinkedHashMap<String, String>();
        fields.put("domain", quoted(plan.zone().ascii()));
        fields.put("name", quoted(record.host(plan.zone())));
        fields.put("type", quoted(record.type().name()));
        fields.put("ttl", "" + Exports.TTL);
        boolean text = record.type() == RecordType.TXT;
        if (record.type() == RecordType.CAA) fields.putAll(caa(record));
        else fields.put("value", quoted(text ? record.value() : RecordData.withoutPriority(record)));
        if (record.priority() != null) fields.put("priority", "" + record.priority());
        return block("digitalocean_record", label, fields);
    }

    /// The three parts of a CAA record's data (RFC 8659 §4.1.1).
    private static Map<String, String> caa(PlannedRecord record) {
        String[] parts = record.value().split(" ", 3);
        var fields = new LinkedHashMap<String, String>();
        fields.put("flags", parts[0]);
        fields.put("tag", quoted(parts[1]));
        fields.put("value", quoted(parts[2].replace("\"", "")));
        return fields;
    }

    private static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + " = " + field.getValue())
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    /// A name for the resource: letters, digits and underscores, the same whenever the same record is exported.
    private String label(PlannedRecord record) {
        String name = record.name().equals(plan.zone())
                ? "apex"
                : record.host(plan.zone()).replaceAll("[^a-z0-9]+", "_");
        return "%s_%s_%s".formatted(record.purpose(), record.type(), name).toLowerCase(Locale.ROOT);
    }

    private static String block(String type, String label, Map<String, String> fields) {
        int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
        return fields.entrySet().stream()
                .map(field -> "  " + field.getKey()
                        + " ".repeat(width - field.getKey().length()) + " = " + field.getValue() + "\n")
                .collect(Collectors.joining("", "\nresource \"" + type + "\" \"" + label + "\" {\n", "}\n"));
    }

    private static String list(Stream<String> values) {
        return values.map(Terraform::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /// A string of HCL, in which `${` and `%{` would begin a template.
    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("${", "$${")
                        .replace("%{", "%%{")
                + '"';
    }

    /// How one DNS host's resources are written.
    private interface Resource {
        String of(String label, List<PlannedRecord> records);
    }
}
