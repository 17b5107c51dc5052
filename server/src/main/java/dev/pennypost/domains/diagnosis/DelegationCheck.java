package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Examiner.Subject;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Judges one of the NS records that hand a subdomain to us: it must be there, and nobody else's beside it, or some
/// questions go to servers that know nothing.
record DelegationCheck(PlannedRecord planned, Subject subject) {
    RecordReport judge(List<DnsRecord.Name> served) {
        return judgeNames(served.stream().map(DnsRecord.Name::target).toList());
    }

    RecordReport judgeNames(List<DomainName> servers) {
        var hosts = servers.stream().map(DomainName::ascii).toList();
        String shown = String.join(", ", hosts);
        if (hosts.stream().noneMatch(target()::isOurs)) return RecordReport.wrong(planned, missing(hosts, shown));
        Set<String> ours = allOurs();
        var others =
                hosts.stream().filter(host -> !ours.contains(Target.bare(host))).toList();
        return others.isEmpty()
                ? RecordReport.right(planned, List.of())
                : RecordReport.wrong(planned, extra(others, shown));
    }

    private Set<String> allOurs() {
        var ours = subject.plan().stream()
                .filter(record -> record.purpose() == Purpose.DELEGATION)
                .map(record -> Target.bare(record.value()))
                .collect(Collectors.toSet());
        ours.add(target().ours());
        return ours;
    }

    private Finding missing(List<String> hosts, String shown) {
        return hosts.stream()
                .flatMap(host -> target().mistake(host, shown).stream())
                .findFirst()
                .orElseGet(() -> target().error(
                                Code.INVALID_VALUE,
                                "`" + planned.name() + "` is handed to other name servers: " + shown + ".",
                                "Add an NS record with the target `" + planned.value()
                                        + "`, and remove those of others.",
                                shown));
    }

    private Finding extra(List<String> others, String shown) {
        return target().error(
                        Code.DELEGATION_EXTRA,
                        "Name servers that are not ours stand beside ours, and questions that go to them are lost.",
                        "Remove the NS records at `" + planned.name() + "` with these targets: "
                                + String.join(", ", others) + ".",
                        shown);
    }

    private Target target() {
        return new Target(planned);
    }
}
