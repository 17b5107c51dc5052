package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Examiner.Subject;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.diagnosis.Finding.Severity;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.Map;

/// What is said of domains whose zone was not found.
final class Unplaced {
    private Unplaced() {}

    static Examination unregistered(Subject subject, DomainName registry) {
        var dead = new Finding(
                Code.DOMAIN_DEAD,
                Severity.ERROR,
                "`" + subject.domain() + "` is not in DNS at all: it has expired, is on hold, or is misspelt.",
                "Look the domain up at the company where it was bought; if it was renewed today, wait an hour.",
                null,
                null,
                Map.of("domain", subject.domain().ascii(), "registry", registry.ascii()),
                List.of());
        var records = subject.plan().stream()
                .map(planned -> RecordReport.missing(planned, dead))
                .toList();
        return new Examination(null, List.of(), null, List.of(dead), records);
    }

    static Examination unknown(Subject subject, String why) {
        var silent = new Finding(
                Code.DNS_SERVER_ERROR,
                Severity.WARNING,
                "DNS could not be asked for `" + subject.domain() + "`, so nothing is known: " + why + ".",
                "Nothing for now: we ask again by ourselves.",
                null,
                null,
                Map.of("domain", subject.domain().ascii(), "reason", why),
                List.of());
        var records = subject.plan().stream()
                .map(planned -> RecordReport.unknown(planned, silent))
                .toList();
        return new Examination(null, List.of(), null, List.of(silent), records);
    }
}
