package dev.pennypost.mail.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Postfix, whose text is sometimes passed on without the part for programs: `<address>: host … said: …`.
final class PostfixForm implements FreeForm {
    private static final Pattern RECIPIENT =
            Pattern.compile("^<([^<>\\s]{1,320})>(?: \\((?:expanded from|orig_to) <([^<>\\s]{1,320})>\\))?:(.*)$");

    @Override
    public List<ReportedRecipient> read(Notice notice) {
        int start =
                Math.max(notice.lineWith("This is the mail system at host"), notice.lineWith("This is the Postfix"));
        if (start < 0) return List.of();
        var failed = new ArrayList<ReportedRecipient>();
        for (int i = start; i < notice.lines().size(); i++) {
            var recipient = RECIPIENT.matcher(notice.lines().get(i));
            if (!recipient.matches()) continue;
            String said = (recipient.group(3).strip() + " " + notice.below(i)).strip();
            failed.add(ReportedRecipient.failed(recipient.group(1), recipient.group(2), said, Passages.host(said)));
        }
        return failed;
    }
}
