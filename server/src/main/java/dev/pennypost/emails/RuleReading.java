package dev.pennypost.emails;

import dev.pennypost.delivery.BounceReason;
import dev.pennypost.delivery.replies.ReplyCategory;
import dev.pennypost.delivery.replies.ReplyReading;
import dev.pennypost.delivery.replies.ReplyRules;
import dev.pennypost.mail.report.Codes;
import dev.pennypost.mail.report.ReportedRecipient;
import dev.pennypost.mail.smtp.client.Phase;

/// Reads reports by the rules for what servers say; where no rule knows the words, by their codes alone.
public final class RuleReading implements ReturnReading {
    private final ReplyRules rules;
    private final ReturnReading byCodes = new StatusReading();

    public RuleReading(ReplyRules rules) {
        this.rules = rules;
    }

    @Override
    public ReturnMeaning of(ReportedRecipient failed) {
        String said = failed.diagnostic();
        if (said == null) return byCodes.of(failed);
        ReplyReading reading = rules.read(
                failed.remoteMta(),
                Phase.RCPT,
                Codes.basic(said).orElse(0),
                Codes.enhanced(said).orElse(failed.status()),
                said);
        if (reading.category() == ReplyCategory.OTHER) return byCodes.of(failed);
        return of(reading);
    }

    /// Whoever gave up had tried long enough, whatever was said last.
    private static ReturnMeaning of(ReplyReading reading) {
        if (reading.category() == ReplyCategory.MAILBOX_FULL) return ReturnMeaning.MAILBOX_FULL;
        if (!reading.isFinal()) return ReturnMeaning.EXPIRED;
        return ReturnMeaning.of(BounceReason.of(reading.category()));
    }
}
