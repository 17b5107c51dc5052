package dev.pennypost.returnpath;

import dev.pennypost.emails.Returns;
import dev.pennypost.mail.report.Report;
import dev.pennypost.mail.smtp.Reply;

/// The addresses that reports come to: reverse paths of ours, and the one that complaints are sent to.
///
/// @param complaintsAt empty for none
record ReportRecipients(Returns returns, String complaintsAt) implements Recipients {
    private static final Reply THANKS = Reply.of(250, "2.0.0 ok");
    private static final Reply FORGED = Reply.of(550, "5.7.1 no mail was sent from that address");
    private static final Reply TOO_EARLY =
            Reply.of(451, "4.3.0 that mail is still being handed over, try again in a minute");

    @Override
    public Answer of(String address) {
        if (address.equalsIgnoreCase(complaintsAt))
            return new Answer.Taken((_, _, message) -> reply(returns.take(Report.read(message))));
        return switch (returns.owner(address)) {
            case Returns.Owner.Ours(var email) ->
                new Answer.Taken((_, _, message) -> reply(returns.take(email, Report.read(message))));
            case Returns.Owner.Forged _ -> new Answer.Refused(FORGED);
            case Returns.Owner.Nobody _ -> new Answer.Foreign();
        };
    }

    private static Reply reply(Returns.Receipt receipt) {
        return receipt == Returns.Receipt.TOO_EARLY ? TOO_EARLY : THANKS;
    }
}
