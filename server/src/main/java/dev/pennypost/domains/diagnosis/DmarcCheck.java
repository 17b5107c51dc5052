package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dmarc.DmarcPolicy;
import dev.pennypost.mail.dmarc.DmarcRecord;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;

/// Judges the DMARC record of a domain. Any policy that holds will do, also an inherited one: what is planned is only
/// the mildest of them.
record DmarcCheck(PlannedRecord planned, Surroundings surroundings) {
    private static final String LABEL = "_dmarc.";

    /// @param nothing what is said where there is neither a record nor a policy above
    RecordReport judge(Answer answer, RecordReport nothing) {
        var texts = SpfCheck.texts(answer);
        var records = texts.stream().filter(DmarcRecord::claims).toList();
        if (records.size() > 1)
            return RecordReport.wrong(planned, DmarcFindings.several(records).but(planned.value()));
        if (records.isEmpty() && texts.stream().anyMatch(DmarcCheck::isMeant))
            return RecordReport.wrong(planned, malformed(texts));
        var reading = new DmarcReading(domain(), surroundings.with(planned, answer), surroundings.registrable());
        return switch (reading.policy()) {
            case DmarcPolicy.Found found -> RecordReport.right(planned, reading.remarks(found));
            case DmarcPolicy.Absent _ -> texts.isEmpty() ? nothing : RecordReport.wrong(planned, otherText(texts));
            case DmarcPolicy.Unusable(var _, var at) ->
                RecordReport.wrong(planned, DmarcFindings.noPolicy(at, records).but(planned.value()));
            case DmarcPolicy.Unknown(String why) -> RecordReport.unknown(planned, unasked(why));
        };
    }

    private DomainName domain() {
        String name = planned.name().ascii();
        return name.startsWith(LABEL) ? new DomainName(name.substring(LABEL.length())) : planned.name();
    }

    /// Whether somebody meant a text to be a DMARC record.
    static boolean isMeant(String text) {
        return text.matches("(?is).*(\\bv\\W{0,9}dmarc|dmarc1|\\bp\\s*=\\s*(none|quarantine|reject)\\b).*");
    }

    private Finding malformed(List<String> texts) {
        return Misprint.in(texts, planned, DmarcCheck::isSound)
                .orElseGet(() -> DmarcFindings.malformed(texts.stream()
                                .filter(DmarcCheck::isMeant)
                                .findFirst()
                                .orElseThrow())
                        .but(planned.value()));
    }

    private static boolean isSound(String text) {
        return DmarcRecord.claims(text) && DmarcRecord.parse(text).applies();
    }

    private Finding otherText(List<String> texts) {
        return Finding.error(
                Code.INVALID_VALUE,
                "None of the TXT records at `" + planned.name() + "` is a DMARC record.",
                "Add a TXT record named `" + planned.name() + "` with the value `" + planned.value() + "`.",
                planned.value(),
                String.join(" | ", texts));
    }

    private Finding unasked(String why) {
        return Finding.warning(
                Code.DNS_SERVER_ERROR,
                "Whether a domain above has a policy could not be found out: " + why + ".",
                "If this lasts, check that the name servers of the domain above work.",
                planned.value(),
                null);
    }
}
