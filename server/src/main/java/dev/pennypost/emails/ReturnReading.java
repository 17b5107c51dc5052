package dev.pennypost.emails;

import dev.pennypost.mail.report.ReportedRecipient;

/// Says what a report of a failed delivery means.
@FunctionalInterface
public interface ReturnReading {
    ReturnMeaning of(ReportedRecipient failed);
}
