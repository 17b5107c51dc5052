package dev.pennypost.mail.report;

import java.util.List;

/// The forms we know, each told by words that only it has.
final class FreeForms {
    private static final int MOST_RECIPIENTS = 200;

    private static final List<FreeForm> ALL = List.of(
            new QmailForm(),
            new EximForm(),
            new PostfixForm(),
            new SendmailForm(),
            new ExchangeForm(),
            new OldExchangeForm(),
            new NotesForm(),
            new GmailForm(),
            new MdaemonForm());

    private FreeForms() {}

    /// The recipients that a notice says it failed for; none when it is of no form.
    static List<ReportedRecipient> read(Notice notice) {
        for (FreeForm form : ALL) {
            List<ReportedRecipient> failed = form.read(notice);
            if (!failed.isEmpty()) return failed.subList(0, Math.min(failed.size(), MOST_RECIPIENTS));
        }
        return List.of();
    }
}
