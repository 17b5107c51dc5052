package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.diagnosis.Finding.Severity;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The words for everything that is about names, servers and zones, and not about a record's data.
record NameFindings(DomainName domain, Territory.Found territory) {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("d MMMM, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /// The report with what each server said attached to every finding.
    static RecordReport seenAt(List<ServerStanding> standings, RecordReport report) {
        var findings = report.findings().stream()
                .map(finding -> new Finding(
                        finding.code(),
                        finding.severity(),
                        finding.message(),
                        finding.fix(),
                        finding.expected(),
                        finding.observed(),
                        finding.parameters(),
                        standings))
                .toList();
        return new RecordReport(report.planned(), report.state(), findings, report.clearsAt());
    }

    Finding noSuchName(PlannedRecord planned) {
        return error(
                Code.HOST_NOT_FOUND,
                planned,
                "There is nothing at `" + planned.name() + "` yet.",
                "In the DNS settings of " + zoneWithServers() + ", " + adding(planned) + ".",
                null);
    }

    Finding noSuchType(PlannedRecord planned) {
        return error(
                Code.TYPE_NOT_FOUND,
                planned,
                "`" + planned.name() + "` exists, but has no " + planned.type() + " record.",
                "In the DNS settings of " + zoneWithServers() + ", " + adding(planned) + "; leave the others there.",
                null);
    }

    Finding emptyNonTerminal(PlannedRecord planned) {
        return error(
                Code.EMPTY_NON_TERMINAL,
                planned,
                "There are records below `" + planned.name() + "`, but none at that name itself.",
                "In the DNS settings of " + zoneWithServers() + ", " + adding(planned) + "; leave the others there.",
                null);
    }

    Finding elsewhere(Code code, PlannedRecord planned, DomainName at, String data) {
        String host = planned.host(zone());
        return switch (code) {
            case NAME_DOUBLED ->
                moved(
                        code,
                        planned,
                        at,
                        data,
                        "The record is at `" + at + "`: your DNS host adds `" + zone() + "` to names by itself.",
                        "Edit it, and enter only `" + host + "` as its host (name).");
            case NAME_RELATIVE_TO_APEX ->
                moved(
                        code,
                        planned,
                        at,
                        data,
                        "The record is at `" + at + "`, which belongs to `" + zone() + "` and not to `" + domain + "`.",
                        "Edit it, and enter `" + host + "` as its host (name).");
            case NAME_SUB_DOUBLED ->
                moved(
                        code,
                        planned,
                        at,
                        data,
                        "The record is at `" + at + "`, where `" + subdomain() + "` stands twice.",
                        "Edit it, and enter `" + host + "` as its host (name).");
            case UNDERSCORE_STRIPPED ->
                moved(
                        code,
                        planned,
                        at,
                        data,
                        "The record is at `" + at + "`: the underscore of its name got lost.",
                        "Enter `" + host + "` with its underscore; if your DNS host does not take it, it cannot hold "
                                + "this record, so ask its support or use another DNS host.");
            case DMARC_AT_APEX ->
                moved(
                        code,
                        planned,
                        at,
                        data,
                        "There is a DMARC record at `" + at + "` itself, where nobody looks for it.",
                        "Move it: enter `" + host + "` as its host (name).");
            default ->
                moved(
                        code,
                        planned,
                        at,
                        data,
                        "The record is at `" + at + "`.",
                        host.equals(PlannedRecord.APEX)
                                ? "Edit it, and leave its host (name) empty."
                                : "Edit it, and enter `" + host + "` as its host (name), not `@`.");
        };
    }

    private Finding moved(Code code, PlannedRecord planned, DomainName at, String data, String message, String fix) {
        return error(code, planned, message, fix, data, Map.of("found_at", at.ascii()));
    }

    Finding wrongType(PlannedRecord planned, RecordType type, String data) {
        return error(
                Code.WRONG_TYPE,
                planned,
                "At `" + planned.name() + "` there is a " + type + " record with this value; it must be of type "
                        + planned.type() + ".",
                "Delete the " + type + " record, then " + adding(planned) + ".",
                data,
                Map.of("found_type", type.name()));
    }

    Finding type99(PlannedRecord planned, String data) {
        return error(
                Code.SPF_TYPE99,
                planned,
                "At `" + planned.name() + "` there is a record of the old type SPF, which nobody reads any more.",
                "Delete it, then " + adding(planned) + ".",
                data,
                Map.of("found_type", RecordType.SPF.name()));
    }

    Finding cnameCollision(PlannedRecord planned, Heard heard) {
        String target = heard.cname().map(DomainName::ascii).orElse("");
        return error(
                Code.CNAME_COLLISION,
                planned,
                "At `" + planned.name() + "` a CNAME record leads to `" + target
                        + "`, and no other record can be beside a CNAME.",
                "Delete the CNAME record, then " + adding(planned) + ".",
                "CNAME " + target,
                Map.of("target", target));
    }

    Finding wildcard(PlannedRecord planned, Heard heard) {
        return error(
                Code.WILDCARD_MASK,
                planned,
                "There is no record at `" + planned.name() + "`; a wildcard (`*`) answers for it, with other data.",
                "Leave the wildcard as it is and " + adding(planned) + ": a record of its own wins.",
                heard.shown());
    }

    Finding inTheZoneAbove(PlannedRecord planned, Heard above) {
        return error(
                Code.WRONG_ZONE,
                planned,
                "The record is in the DNS settings of the domain above, but `" + zone()
                        + "` has DNS settings of its own, at " + servers(territory.parentNames()) + ".",
                "Add it there: " + adding(planned) + ".",
                above.shown(),
                Map.of("name_servers", joined(territory.parentNames())));
    }

    Finding onStrayServers(PlannedRecord planned, List<Heard> stray) {
        var names = names(stray);
        return error(
                Code.WRONG_ZONE,
                planned,
                "The record is at " + joined(names) + ", but the live DNS of `" + zone() + "` is at "
                        + servers(territory.parentNames()) + ".",
                "Add it at the company that runs " + servers(territory.parentNames()) + ": " + adding(planned) + ".",
                stray.getFirst().shown(),
                Map.of("name_servers", joined(territory.parentNames()), "found_at", joined(names)));
    }

    Finding split(PlannedRecord planned, List<Heard> have, List<Heard> lack, List<String> serials) {
        int total = have.size() + lack.size();
        return error(
                Code.SPLIT_PUBLISH,
                planned,
                have.size() + " of " + total + " name servers have the record; not yet " + joined(names(lack)) + ".",
                "Wait some minutes; if it stays so, tell your DNS host that its name servers do not agree.",
                lack.getFirst().shown(),
                Map.of(
                        "have",
                        String.valueOf(have.size()),
                        "total",
                        String.valueOf(total),
                        "lacking",
                        joined(names(lack)),
                        "serials",
                        String.join(", ", serials)));
    }

    Finding propagating(PlannedRecord planned, String remembered, @Nullable Instant clears) {
        var parameters = parameters(planned);
        if (clears != null) parameters.put("clears_at", clears.toString());
        String until = clears == null ? "a while" : CLOCK.format(nextMinute(clears));
        return new Finding(
                Code.PROPAGATING,
                Severity.INFO,
                "All your name servers have the record; elsewhere the old answer is remembered until " + until + ".",
                "Nothing: we look again by ourselves.",
                planned.value(),
                remembered,
                parameters,
                List.of());
    }

    private static Instant nextMinute(Instant instant) {
        Instant minute = instant.truncatedTo(ChronoUnit.MINUTES);
        return minute.equals(instant) ? minute : minute.plus(1, ChronoUnit.MINUTES);
    }

    Finding bogus(PlannedRecord planned) {
        return error(
                Code.DNSSEC_BOGUS,
                planned,
                "The record is published, but the DNSSEC signatures of `" + zone()
                        + "` are broken, so Gmail and others cannot see it.",
                DNSSEC_FIX,
                null);
    }

    Finding bogusZone() {
        return concern(
                Code.DNSSEC_BOGUS,
                Severity.ERROR,
                "The DNSSEC signatures of `" + zone()
                        + "` are broken, so Gmail and others cannot see any of its records.",
                DNSSEC_FIX,
                Map.of());
    }

    private static final String DNSSEC_FIX =
            "At the company where the domain was bought, remove the DS record, or replace it by the one your DNS host "
                    + "shows; this happens when DNS moves to another company while DNSSEC stays switched on.";

    Finding noAnswer(PlannedRecord planned, Heard heard) {
        return warning(
                Code.DNS_SERVER_ERROR,
                planned,
                "No name server gave an answer for `" + planned.name() + "`: "
                        + heard.server().name() + " " + heard.shown() + ".",
                "If this lasts, tell your DNS host.");
    }

    Finding allLame(PlannedRecord planned) {
        return warning(
                Code.LAME,
                planned,
                "None of the name servers of `" + zone() + "` answers for it, so nothing is known about this record.",
                lameFix());
    }

    Finding lame() {
        var lame = territory.lame();
        boolean all = territory.sound().isEmpty();
        String each = lame.stream()
                .map(server -> "`" + server.name() + "` " + server.trouble())
                .distinct()
                .collect(Collectors.joining(", "));
        return concern(
                Code.LAME,
                all ? Severity.ERROR : Severity.WARNING,
                (all ? "No name server of `" + zone() + "` works: " : "Not all name servers of `" + zone() + "` work: ")
                        + each + ".",
                lameFix(),
                Map.of(
                        "lame",
                        joined(lame.stream().map(NameServer::name).distinct().toList()),
                        "sound",
                        joined(territory.sound().stream()
                                .map(NameServer::name)
                                .distinct()
                                .toList())));
    }

    private String lameFix() {
        return "Tell your DNS host, or at the company where the domain was bought remove the name servers that are no "
                + "longer used.";
    }

    Finding listsDiffer() {
        return concern(
                Code.DELEGATION_MISMATCH,
                Severity.WARNING,
                "The registry leads to " + joined(territory.parentNames()) + ", but the zone `" + zone()
                        + "` itself names " + joined(territory.childNames()) + ".",
                "Enter the same name servers at both: at the company where the domain was bought, and in the NS "
                        + "records of the zone.",
                Map.of(
                        "parent", joined(territory.parentNames()),
                        "child", joined(territory.childNames())));
    }

    Finding parked() {
        return concern(
                Code.DOMAIN_DEAD,
                Severity.ERROR,
                "`" + zone() + "` is parked at " + joined(territory.parentNames())
                        + ": it has expired, waits for a confirmation, or is for sale.",
                "Renew or confirm it at the company where it was bought, then set its name servers again.",
                Map.of("name_servers", joined(territory.parentNames())));
    }

    private DomainName zone() {
        return territory.zone();
    }

    private String subdomain() {
        String suffix = "." + zone();
        String name = domain.ascii();
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }

    /// Such as: add a record of type MX, with `send` as its host (name) and `feedback.example` as its value, priority
    /// 10.
    private String adding(PlannedRecord planned) {
        String host = planned.host(zone());
        String priority = planned.priority() == null ? "" : ", and " + planned.priority() + " as its priority";
        return "add a record of type " + planned.type() + " with `" + host + "` as its host (name), `" + planned.value()
                + "` as its value" + priority;
    }

    private String zoneWithServers() {
        return "`" + zone() + "`"
                + (territory.parentNames().isEmpty() ? "" : " (the ones at " + servers(territory.parentNames()) + ")");
    }

    private static String servers(List<DomainName> names) {
        return names.size() <= 2 ? joined(names) : joined(names.subList(0, 2)) + " …";
    }

    private static List<DomainName> names(List<Heard> heard) {
        return heard.stream().map(one -> one.server().name()).distinct().toList();
    }

    private static String joined(Collection<DomainName> names) {
        return names.stream().map(DomainName::ascii).collect(Collectors.joining(", "));
    }

    private Finding error(Code code, PlannedRecord planned, String message, String fix, @Nullable String observed) {
        return error(code, planned, message, fix, observed, Map.of());
    }

    private Finding error(
            Code code,
            PlannedRecord planned,
            String message,
            String fix,
            @Nullable String observed,
            Map<String, String> more) {
        var parameters = parameters(planned);
        parameters.putAll(more);
        return new Finding(code, Severity.ERROR, message, fix, planned.value(), observed, parameters, List.of());
    }

    private Finding warning(Code code, PlannedRecord planned, String message, String fix) {
        return new Finding(code, Severity.WARNING, message, fix, planned.value(), null, parameters(planned), List.of());
    }

    private Map<String, String> parameters(PlannedRecord planned) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("name", planned.name().ascii());
        parameters.put("type", planned.type().name());
        parameters.put("zone", zone().ascii());
        parameters.put("host", planned.host(zone()));
        return parameters;
    }

    private Finding concern(Code code, Severity severity, String message, String fix, Map<String, String> more) {
        var parameters = new LinkedHashMap<>(more);
        parameters.put("zone", zone().ascii());
        var standings = territory.servers().stream().map(NameFindings::standing).toList();
        return new Finding(code, severity, message, fix, null, null, parameters, standings);
    }

    private static ServerStanding standing(NameServer server) {
        return server.isSound()
                ? new ServerStanding(server.shown(), ServerStanding.Answered.RIGHT, "answers for the zone")
                : new ServerStanding(server.shown(), ServerStanding.Answered.BROKEN, String.valueOf(server.trouble()));
    }
}
