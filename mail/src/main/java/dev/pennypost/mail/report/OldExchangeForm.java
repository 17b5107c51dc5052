package dev.pennypost.mail.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Exchange before 2007: `did not reach the following recipient(s)`, then `address on date` and the reason
/// below.
final class OldExchangeForm implements FreeForm {
    private static final List<String> STARTS = List.of(
            "did not reach the following recipient(s)",
            "recipient(s) could not be reached",
            "recipient(s) cannot be reached");

    private static final Pattern RECIPIENT =
            Pattern.compile("^[\\s']{0,20}(" + Passages.ADDRESS + ")'? on .*$", Pattern.CASE_INSENSITIVE);

    /// What it says by itself of an address that is not there.
    private static final List<String> NO_SUCH_MAILBOX =
            List.of("recipient name is not recognized", "unknown recipient", "e-mail account does not exist");

    @Override
    public List<ReportedRecipient> read(Notice notice) {
        int start = STARTS.stream().mapToInt(notice::lineWith).max().orElse(-1);
        if (start < 0) return List.of();
        var failed = new ArrayList<ReportedRecipient>();
        for (int i = start + 1; i < notice.lines().size(); i++) {
            var recipient = RECIPIENT.matcher(notice.lines().get(i));
            if (recipient.matches()) failed.add(failed(recipient.group(1), notice.paragraph(i + 1)));
        }
        return failed;
    }

    private static ReportedRecipient failed(String address, String said) {
        var failed = ReportedRecipient.failed(address, null, said, null);
        String lower = said.toLowerCase(Locale.ROOT);
        return NO_SUCH_MAILBOX.stream().anyMatch(lower::contains) ? failed.meaning(Passages.NO_SUCH_MAILBOX) : failed;
    }
}
