package dev.pennypost.mail.smtp.client;

import java.util.List;

/// How one mail transaction went.
///
/// @param verdicts one per recipient, in the order of the envelope
/// @param steps what was said, from RSET or MAIL to the final dot
/// @param transactionsBefore how many this session had carried before; 0 means it was fresh
public record TransactionResult(List<Verdict> verdicts, List<Step> steps, int transactionsBefore) {
    public TransactionResult {
        verdicts = List.copyOf(verdicts);
        steps = List.copyOf(steps);
    }
}
