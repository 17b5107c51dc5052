package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DnsRecord.Mx;
import java.util.List;

/// Judges the MX of a return path: bounces reach us only if we are its one mail exchanger. Its preference means
/// nothing while it is alone.
record ReturnPathCheck(PlannedRecord planned, Exchangers exchangers) {
    RecordReport judge(List<Mx> served) {
        if (exchangers.areAllOurs(served)) return RecordReport.right(planned, exchangers.aliases(served));
        if (exchangers.haveOurs(served)) return RecordReport.wrong(planned, extra(served));
        return RecordReport.wrong(planned, exchangers.notOurs(served));
    }

    private Finding extra(List<Mx> served) {
        return exchangers.error(
                Code.MX_EXTRA,
                "Other mail exchangers stand beside ours, so some bounces never arrive here.",
                "Remove every other MX record at `" + planned.name() + "`.",
                served);
    }
}
