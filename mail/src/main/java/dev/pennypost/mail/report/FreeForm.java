package dev.pennypost.mail.report;

import java.util.List;

/// How one kind of mail server tells in words that it could not deliver.
interface FreeForm {
    /// The recipients that it failed for; none when the notice is not of this form.
    List<ReportedRecipient> read(Notice notice);
}
