package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord.Mx;
import dev.pennypost.mail.dns.DnsRecord.Txt;
import dev.pennypost.mail.dns.Resolver;
import java.util.List;

/// Compares planned records with what DNS serves, by meaning and not by spelling: lenient where receivers of mail are
/// lenient, strict where they are strict.
public record RecordCheck(Resolver resolver) implements Examiner {

    @Override
    public Examination examine(Subject subject) {
        var reports = subject.plan().stream()
                .map(planned -> judge(planned, resolver.ask(planned.name(), planned.type())))
                .toList();
        return new Examination(null, List.of(), null, List.of(), reports);
    }

    static RecordReport judge(PlannedRecord planned, Answer answer) {
        return switch (answer) {
            case Answer.Failed(String why) -> RecordReport.unknown(planned, cannotTell(planned, why));
            case Answer.NoSuchName _ -> RecordReport.missing(planned, noSuchName(planned));
            case Answer.NoData _ -> RecordReport.missing(planned, noSuchType(planned));
            case Answer.Records records -> compare(planned, records);
        };
    }

    private static RecordReport compare(PlannedRecord planned, Answer.Records records) {
        return switch (planned.purpose()) {
            case RETURN_PATH -> new ReturnPathCheck(planned).judge(records.all(Mx.class));
            case SPF -> new SpfCheck(planned).judge(texts(records));
            case DKIM -> new DkimCheck(planned).judge(texts(records));
            default -> exactly(planned, records);
        };
    }

    private static RecordReport exactly(PlannedRecord planned, Answer.Records records) {
        boolean there = texts(records).contains(planned.value());
        return there ? RecordReport.right(planned, List.of()) : RecordReport.wrong(planned, noSuchType(planned));
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
                "Add a " + planned.type() + " record named `" + planned.name() + "` at your DNS host.",
                planned.value(),
                null);
    }

    private static Finding noSuchType(PlannedRecord planned) {
        return Finding.error(
                Code.TYPE_NOT_FOUND,
                planned.name() + " exists, but has no " + planned.type() + " record.",
                "Add a " + planned.type() + " record named `" + planned.name() + "` at your DNS host.",
                planned.value(),
                null);
    }
}
