package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DnsRecord.Mx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Judges the MX of a domain that receives with us: ours must come before all others (RFC 5321 §5.1).
record ReceivingCheck(PlannedRecord planned, Exchangers exchangers) {
    RecordReport judge(List<Mx> served) {
        if (!exchangers.haveOurs(served)) return RecordReport.wrong(planned, notOurs(served));
        int best = served.stream()
                .filter(exchangers::isOurs)
                .mapToInt(Mx::preference)
                .min()
                .orElseThrow();
        var others = served.stream().filter(mx -> !exchangers.isOurs(mx)).toList();
        if (others.stream().anyMatch(mx -> mx.preference() <= best))
            return RecordReport.wrong(planned, notLowest(served, others));
        var remarks = new ArrayList<>(exchangers.aliases(served));
        if (!others.isEmpty()) remarks.add(others(served));
        return RecordReport.right(planned, remarks);
    }

    private Finding notLowest(List<Mx> served, List<Mx> others) {
        Optional<String> provider = MailboxProviders.of(others);
        return exchangers.error(
                Code.MX_NOT_LOWEST,
                "Mail goes to the exchanger with the lowest number first, and ours has not the lowest alone.",
                provider.map(name -> "If `" + planned.name() + "` is to keep its mailboxes at " + name
                                + ", receive on a subdomain instead; else remove the other MX records.")
                        .orElse("Give ours a lower number than all others have, or remove the others."),
                served);
    }

    private Finding others(List<Mx> served) {
        return Finding.warning(
                Code.MX_EXTRA,
                "Other mail exchangers stand behind ours; what they take in never arrives here.",
                "Remove them, unless they hand mail on.",
                planned.value(),
                Exchangers.shown(served));
    }

    private Finding notOurs(List<Mx> served) {
        return MailboxProviders.of(served)
                .map(provider -> exchangers.error(
                        Code.MX_MAILBOXES_ELSEWHERE,
                        "The mail of `" + planned.name() + "` goes to " + provider + ".",
                        "Receive on a subdomain, such as `inbound." + planned.name()
                                + "`; changing this record would take the mailboxes away.",
                        served))
                .orElseGet(() -> exchangers.notOurs(served));
    }
}
