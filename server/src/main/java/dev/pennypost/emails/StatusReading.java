package dev.pennypost.emails;

import dev.pennypost.mail.report.Codes;
import dev.pennypost.mail.report.ReportedRecipient;
import dev.pennypost.mail.smtp.EnhancedCode;
import java.util.Optional;

/// Reads the codes of a report and nothing of its words: the enhanced code of what the server said, else that
/// of the report, else the reply code.
public final class StatusReading implements ReturnReading {
    @Override
    public ReturnMeaning of(ReportedRecipient failed) {
        String said = failed.diagnostic() == null ? "" : failed.diagnostic();
        Optional<EnhancedCode> quoted = Codes.enhanced(said).filter(StatusReading::saysSomething);
        Optional<EnhancedCode> status = Optional.ofNullable(failed.status());
        Optional<EnhancedCode> code =
                status.filter(StatusReading::saysSomething).isPresent() && quoted.isEmpty() ? status : quoted;
        if (code.isPresent()) return of(code.get());
        var basic = Codes.basic(said);
        if (basic.isPresent()) return of(basic.getAsInt());
        return status.map(StatusReading::of).orElse(ReturnMeaning.UNDETERMINED);
    }

    /// X.0.0 is what servers write that do not know (RFC 3463 §3.1).
    private static boolean saysSomething(EnhancedCode code) {
        return code.category() != 2 && (code.subject() != 0 || code.detail() != 0);
    }

    private static ReturnMeaning of(EnhancedCode code) {
        if (code.category() == 2) return ReturnMeaning.UNDETERMINED;
        return switch (code.subject()) {
            case 1 -> ofAddressing(code);
            case 2 -> ofMailbox(code);
            case 3 -> code.detail() == 4 ? ReturnMeaning.MESSAGE_TOO_LARGE : lasting(code);
            case 6 -> ReturnMeaning.CONTENT_REFUSED;
            // the account is disabled (RFC 5248 registry)
            case 7 -> code.detail() == 13 ? gone(code) : lasting(code);
            default -> lasting(code);
        };
    }

    /// RFC 3463 §3.2: no such mailbox, domain or form, moved away; RFC 7505 §4.2: the domain takes no mail.
    /// The others speak of the sender or say too little.
    private static ReturnMeaning ofAddressing(EnhancedCode code) {
        return switch (code.detail()) {
            case 1, 2, 3, 6, 10 -> gone(code);
            default -> lasting(code);
        };
    }

    /// RFC 3463 §3.3.
    private static ReturnMeaning ofMailbox(EnhancedCode code) {
        return switch (code.detail()) {
            case 1 -> gone(code);
            case 2 -> ReturnMeaning.MAILBOX_FULL;
            case 3 -> ReturnMeaning.MESSAGE_TOO_LARGE;
            default -> lasting(code);
        };
    }

    private static ReturnMeaning gone(EnhancedCode code) {
        return code.category() == 5 ? ReturnMeaning.NO_SUCH_RECIPIENT : ReturnMeaning.EXPIRED;
    }

    private static ReturnMeaning lasting(EnhancedCode code) {
        return code.category() == 5 ? ReturnMeaning.REFUSED : ReturnMeaning.EXPIRED;
    }

    private static ReturnMeaning of(int replyCode) {
        return replyCode >= 500 ? ReturnMeaning.REFUSED : ReturnMeaning.EXPIRED;
    }
}
