package dev.pennypost.domains;

import dev.pennypost.domains.Finding.Code;
import dev.pennypost.domains.PlannedRecord.Purpose;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord.Mx;
import dev.pennypost.mail.dns.DnsRecord.Txt;
import dev.pennypost.mail.dns.Resolver;
import java.util.ArrayList;
import java.util.List;

/// Compares planned records with what DNS serves, by meaning and not by spelling: lenient where receivers of mail are
/// lenient, strict where they are strict.
record RecordCheck(Resolver resolver) {

    /// One verdict for each record, in their order.
    List<RecordVerdict> of(List<DomainRecord> records) {
        return records.stream()
                .map(DomainRecord::planned)
                .map(planned -> judge(planned, resolver.ask(planned.name(), planned.type())))
                .toList();
    }

    static RecordVerdict judge(PlannedRecord planned, Answer answer) {
        return switch (answer) {
            case Answer.Failed(String why) -> RecordVerdict.unknown(cannotTell(planned, why));
            case Answer.NoSuchName _ -> RecordVerdict.wrong(noSuchName(planned));
            case Answer.NoData _ -> RecordVerdict.wrong(noSuchType(planned));
            case Answer.Records records -> compare(planned, records);
        };
    }

    private static RecordVerdict compare(PlannedRecord planned, Answer.Records records) {
        return switch (planned.purpose()) {
            case RETURN_PATH -> new ReturnPathCheck(planned).judge(records.all(Mx.class));
            case SPF -> new SpfCheck(planned).judge(texts(records));
            case DKIM -> new DkimCheck(planned).judge(texts(records));
        };
    }

    /// The verdicts of a domain that another team has verified: whatever DNS says, its key record does not count.
    static List<RecordVerdict> contested(List<DomainRecord> records, List<RecordVerdict> verdicts) {
        var contested = new ArrayList<>(verdicts);
        for (int i = 0; i < records.size(); i++) {
            var planned = records.get(i).planned();
            if (planned.purpose() == Purpose.DKIM) contested.set(i, RecordVerdict.wrong(verifiedElsewhere(planned)));
        }
        return contested;
    }

    private static List<String> texts(Answer.Records records) {
        return records.all(Txt.class).stream().map(Txt::text).toList();
    }

    private static Finding cannotTell(PlannedRecord planned, String why) {
        return Finding.warning(
                Code.DNS_SERVER_ERROR,
                "DNS did not answer for " + planned.name() + ", so nothing is known about this record: " + why + ".",
                "If this lasts, check that the domain's name servers work.",
                planned.value(),
                null);
    }

    private static Finding noSuchName(PlannedRecord planned) {
        return Finding.error(
                Code.HOST_NOT_FOUND,
                "There is nothing at " + planned.name() + ".",
                "Add a " + planned.type() + " record named `" + planned.relativeName() + "` at your DNS host.",
                planned.value(),
                null);
    }

    private static Finding noSuchType(PlannedRecord planned) {
        return Finding.error(
                Code.TYPE_NOT_FOUND,
                planned.name() + " exists, but has no " + planned.type() + " record.",
                "Add a " + planned.type() + " record named `" + planned.relativeName() + "` at your DNS host.",
                planned.value(),
                null);
    }

    private static Finding verifiedElsewhere(PlannedRecord planned) {
        return Finding.error(
                Code.VERIFIED_ELSEWHERE,
                "Another team has verified this domain.",
                "Have the other team remove the domain first.",
                planned.value(),
                null);
    }
}
