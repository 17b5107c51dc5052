package dev.pennypost.mail.report;

import java.util.List;
import java.util.Locale;

/// Lotus Notes and Domino: `was not delivered to:`, the address, `because:`, the reason.
final class NotesForm implements FreeForm {
    private static final List<String> NO_SUCH_MAILBOX =
            List.of("not listed in domino directory", "not listed in public name & address book", "no such user");

    @Override
    public List<ReportedRecipient> read(Notice notice) {
        int to = notice.lineWith("was not delivered to:");
        int because = notice.lineWith("because:");
        if (to < 0 || because < to) return List.of();
        String said = notice.paragraph(because + 1);
        return Passages.address(notice.paragraph(to + 1)).stream()
                .map(address -> failed(address, said))
                .toList();
    }

    private static ReportedRecipient failed(String address, String said) {
        var failed = ReportedRecipient.failed(address, null, said, null);
        String lower = said.toLowerCase(Locale.ROOT);
        return NO_SUCH_MAILBOX.stream().anyMatch(lower::contains) ? failed.meaning(Passages.NO_SUCH_MAILBOX) : failed;
    }
}
