package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Examiner.Subject;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.Answer;

/// Says whether what a server has at the planned name does what the planned record should.
@FunctionalInterface
interface ValueJudge {
    /// @param planned a record of the subject's plan, or the same under a name where it may have got to by mistake
    RecordReport judge(Subject subject, PlannedRecord planned, Answer answer);
}
