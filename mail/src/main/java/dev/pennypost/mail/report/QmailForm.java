package dev.pennypost.mail.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// qmail, and the many services that kept its bounces (QSBMF): `Hi. This is the …`, then for each recipient
/// `<address>:` and the reason below, up to a line of hyphens and the message.
final class QmailForm implements FreeForm {
    private static final Pattern RECIPIENT = Pattern.compile("^<([^<>\\s]{1,320})>:(.*)$");
    private static final Pattern SERVER = Pattern.compile("(?:Connected to |^)(\\d{1,3}(?:\\.\\d{1,3}){3})\\b");

    @Override
    public List<ReportedRecipient> read(Notice notice) {
        int start = notice.lineWith("Hi. This is the");
        if (start < 0) return List.of();
        var failed = new ArrayList<ReportedRecipient>();
        List<String> lines = notice.lines();
        for (int i = start + 1; i < lines.size() && !lines.get(i).startsWith("--- "); i++) {
            var recipient = RECIPIENT.matcher(lines.get(i));
            if (recipient.matches()) failed.add(failed(recipient.group(1), recipient.group(2), notice, i));
        }
        return failed;
    }

    private static ReportedRecipient failed(String address, String sameLine, Notice notice, int at) {
        String said = (sameLine.strip() + " " + notice.below(at)).strip();
        var server = SERVER.matcher(said);
        return ReportedRecipient.failed(address, null, said, server.find() ? server.group(1) : null);
    }
}
