package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.CaaVerdict;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Judges whether our certificate authority may issue for the tracking host ([CaaVerdict]).
record CaaCheck(PlannedRecord planned, Resolver resolver) {
    private static final Pattern ISSUER = Pattern.compile("(?i)(?:\\d+\\s+)?(?:issue\\s+)?\"?([^\";\\s]+).*");

    RecordReport judge(Answer answer) {
        var issuance = new CaaVerdict.Issuance(Set.of(ours()), "http-01", null);
        return switch (CaaVerdict.of(planned.name(), answer, issuance, resolver)) {
            case CaaVerdict.Permitted() -> RecordReport.right(planned, List.of());
            case CaaVerdict.Unknown(var at, var why) -> RecordReport.unknown(planned, unasked(at, why));
            case CaaVerdict.Forbidden forbidden -> RecordReport.wrong(planned, forbidden(forbidden));
        };
    }

    private String ours() {
        Matcher value = ISSUER.matcher(planned.value().strip());
        return value.matches() ? value.group(1).toLowerCase(Locale.ROOT) : planned.value();
    }

    private Finding forbidden(CaaVerdict.Forbidden forbidden) {
        DomainName at = forbidden.at();
        return Finding.error(
                        Code.CAA_FORBIDS,
                        "The CAA records at `" + at + "` do not let " + ours()
                                + " issue the certificate that tracked links need.",
                        "Add a CAA record at `" + at + "` with the value `0 issue \"" + ours() + "\"`.",
                        planned.value(),
                        forbidden.shown())
                .with("found_at", at.ascii());
    }

    private Finding unasked(DomainName at, String why) {
        return Finding.warning(
                Code.DNS_SERVER_ERROR,
                "DNS did not answer for the CAA records at `" + at + "`: " + why + ".",
                "If this lasts, check that its name servers work.",
                planned.value(),
                null);
    }
}
