package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord.Caa;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Judges whether our certificate authority may issue for the tracking host: by the CAA records at its name, or else
/// at the closest name above that has any (RFC 8659 §3). Where there are none, everybody may.
record CaaCheck(PlannedRecord planned, Resolver resolver) {
    private static final Pattern ISSUER = Pattern.compile("(?i)(?:\\d+\\s+)?(?:issue\\s+)?\"?([^\";\\s]+).*");
    private static final int CRITICAL = 0x80;

    RecordReport judge(Answer answer) {
        DomainName at = planned.name();
        Answer said = answer;
        while (said.all(Caa.class).isEmpty()) {
            if (said instanceof Answer.Failed(String why)) return RecordReport.unknown(planned, unasked(at, why));
            Optional<DomainName> above = at.parent();
            if (above.isEmpty()) return RecordReport.right(planned, List.of());
            at = above.get();
            said = resolver.ask(at, planned.type());
        }
        var records = said.all(Caa.class);
        return permits(records)
                ? RecordReport.right(planned, List.of())
                : RecordReport.wrong(planned, forbidden(at, records));
    }

    /// RFC 8659 §4.2: records without `issue` restrict nothing; §4.5: an unknown critical one forbids everything.
    private boolean permits(List<Caa> records) {
        boolean unknown = records.stream()
                .anyMatch(caa -> (caa.flags() & CRITICAL) != 0 && !caa.tag().matches("(?i)issue|issuewild|iodef"));
        var issuers = records.stream()
                .filter(caa -> caa.tag().equalsIgnoreCase("issue"))
                .toList();
        return !unknown
                && (issuers.isEmpty()
                        || issuers.stream().anyMatch(caa -> issuer(caa).equals(ours())));
    }

    /// What comes behind a semicolon are the issuer's own parameters (RFC 8659 §4.2).
    private static String issuer(Caa caa) {
        return caa.value().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private String ours() {
        Matcher value = ISSUER.matcher(planned.value().strip());
        return value.matches() ? value.group(1).toLowerCase(Locale.ROOT) : planned.value();
    }

    private Finding forbidden(DomainName at, List<Caa> records) {
        String shown = records.stream()
                .map(caa -> caa.flags() + " " + caa.tag() + " \"" + caa.value() + "\"")
                .collect(Collectors.joining(" | "));
        return Finding.error(
                        Code.CAA_FORBIDS,
                        "The CAA records at `" + at + "` do not let " + ours()
                                + " issue the certificate that tracked links need.",
                        "Add a CAA record at `" + at + "` with the value `0 issue \"" + ours() + "\"`.",
                        planned.value(),
                        shown)
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
