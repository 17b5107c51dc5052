package dev.pennypost.domains.connect;

import dev.pennypost.domains.DomainsConfig;
import dev.pennypost.domains.Ownership;
import dev.pennypost.domains.connect.Template.Entry;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The operator's template: every record that a plan may hold, with variables for what differs from domain to domain.
/// Everything else in it is fixed, so that a link cannot make a host write what the template does not say.
final class OperatorTemplate {
    private static final String ED25519 = "v=DKIM1; k=ed25519; p=%secondKey%";
    private static final int VERSION = 1;
    private static final int TTL = 3600;
    private static final int PRIORITY = 10;
    private static final String SPF_BEGINS = "v=spf1 ";
    private static final String SPF_ENDS = " ~all";

    private final DomainConnectConfig config;
    private final List<Slot> slots;

    /// A record of the template, and the planned records it stands for.
    ///
    /// @param host relative to the domain
    /// @param value as in a plan
    /// @param unique how texts begin that must not stand beside this one; empty for all of them, null for none
    private record Slot(
            String group,
            Purpose purpose,
            RecordType type,
            VariableText host,
            VariableText value,
            @Nullable String unique) {
        boolean fits(PlannedRecord record) {
            return (record.purpose() == purpose || (record.purpose().isKey() && purpose.isKey()))
                    && record.type() == type;
        }
    }

    /// The variables and groups that make a host write certain records.
    record Binding(Map<String, String> variables, Set<String> groups) {}

    OperatorTemplate(DomainConnectConfig config, DomainsConfig hosts) {
        this.config = config;
        String proof = Ownership.OURS.prefix();
        slots = List.of(
                slot(
                        "outbound",
                        Purpose.RETURN_PATH,
                        RecordType.MX,
                        "%returnPath%",
                        regional(hosts.returnPathHost()),
                        null),
                slot("outbound", Purpose.SPF, RecordType.TXT, "%returnPath%", spf(hosts), null),
                slot("dkim", Purpose.DKIM, RecordType.TXT, "%selector%._domainkey", "p=%dkimKey%", ""),
                slot("dkim-ed25519", Purpose.DKIM, RecordType.TXT, "%secondSelector%._domainkey", ED25519, ""),
                slot("ownership", Purpose.OWNERSHIP, RecordType.TXT, "@", proof + "%ownershipToken%", proof),
                slot("inbound", Purpose.RECEIVING, RecordType.MX, "@", regional(hosts.receivingHost()), null),
                slot(
                        "tracking",
                        Purpose.TRACKING,
                        RecordType.CNAME,
                        "%trackingSubdomain%",
                        regional(hosts.trackingHost()),
                        null),
                slot("dmarc", Purpose.DMARC, RecordType.TXT, "_dmarc", hosts.dmarcRecord(), ""));
    }

    private static Slot slot(
            String group, Purpose purpose, RecordType type, String host, String value, @Nullable String unique) {
        return new Slot(group, purpose, type, VariableText.of(host), VariableText.of(value), unique);
    }

    private static String spf(DomainsConfig hosts) {
        return SPF_BEGINS + "include:" + regional(hosts.spfInclude()) + SPF_ENDS;
    }

    private static String regional(String host) {
        return host.replace("{region}", "%region%");
    }

    Template template() {
        return new Template(
                config.providerId(),
                config.shownName(),
                config.serviceId(),
                config.serviceName(),
                VERSION,
                blankToNull(config.logoUrl()),
                "Lets " + config.shownName() + " send and receive email for the domain.",
                "returnPath: label that receives bounces. selector, dkimKey, secondSelector, secondKey: the keys that sign. region: where the"
                        + " servers are. ownershipToken: proves who owns the domain. trackingSubdomain: label of links.",
                null,
                config.publicKeyDomain(),
                blankToNull(config.redirectDomain()),
                null,
                null,
                slots.stream().map(OperatorTemplate::entry).toList());
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }

    private static Entry entry(Slot slot) {
        boolean spf = slot.purpose() == Purpose.SPF;
        boolean text = slot.type() == RecordType.TXT && !spf;
        String value = slot.value().text();
        return new Entry(
                spf ? "SPFM" : slot.type().name(),
                slot.group(),
                slot.purpose() == Purpose.DMARC ? "OnApply" : null,
                slot.host().text(),
                null,
                text || spf ? null : value,
                null,
                TTL,
                text ? value : null,
                slot.type() == RecordType.MX ? PRIORITY : null,
                mode(slot.unique()),
                slot.unique() == null || slot.unique().isEmpty() ? null : slot.unique(),
                spf ? value.substring(SPF_BEGINS.length(), value.length() - SPF_ENDS.length()) : null);
    }

    private static @Nullable String mode(@Nullable String unique) {
        if (unique == null) return null;
        return unique.isEmpty() ? "All" : "Prefix";
    }

    /// What makes a host write these records; empty when the template does not have all of those that are required.
    ///
    /// @param domain the domain they are planned for
    Optional<Binding> bind(List<PlannedRecord> records, DomainName domain) {
        var variables = new TreeMap<String, String>();
        var groups = new LinkedHashSet<String>();
        for (PlannedRecord record : records) {
            var slot = slots.stream()
                    .filter(each -> each.fits(record) && binds(each, record, domain, variables))
                    .findFirst();
            if (slot.isPresent()) groups.add(slot.get().group());
            else if (record.purpose().isRequired()) return Optional.empty();
        }
        return groups.isEmpty() ? Optional.empty() : Optional.of(new Binding(variables, groups));
    }

    private static boolean binds(Slot slot, PlannedRecord record, DomainName domain, Map<String, String> variables) {
        var more = new ArrayList<Map<String, String>>();
        slot.host().match(record.host(domain)).ifPresent(more::add);
        slot.value().match(record.value()).ifPresent(more::add);
        boolean known = record.priority() == null || record.priority() == PRIORITY;
        if (more.size() < 2 || !known || !agree(more, variables)) return false;
        more.forEach(variables::putAll);
        return true;
    }

    /// One link has one value for each variable.
    private static boolean agree(List<Map<String, String>> more, Map<String, String> variables) {
        return more.stream()
                .flatMap(some -> some.entrySet().stream())
                .allMatch(each ->
                        variables.getOrDefault(each.getKey(), each.getValue()).equals(each.getValue()));
    }
}
