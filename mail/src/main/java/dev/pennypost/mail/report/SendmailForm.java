package dev.pennypost.mail.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sendmail: the addresses, each perhaps with a reason below, and a transcript of what was said to the server.
final class SendmailForm implements FreeForm {
    private static final Pattern RECIPIENT = Pattern.compile("^<?(" + Passages.ADDRESS + ")>?$");
    private static final Pattern REASON = Pattern.compile("^ +\\(reason: (.*?)\\)?$");
    private static final Pattern EXPANDED = Pattern.compile("^ +\\(expanded from: <?(" + Passages.ADDRESS + ")>?\\)$");
    private static final Pattern REFUSAL = Pattern.compile("^(?:<<< )?(5\\d\\d[ -].*)$");

    @Override
    public List<ReportedRecipient> read(Notice notice) {
        int start = notice.lineWith("----- The following addresses had");
        if (start < 0) return List.of();
        List<String> lines = notice.lines();
        String server = lines.stream()
                .map(Passages::talkingTo)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        String refusal = refusal(lines);
        var failed = new ArrayList<ReportedRecipient>();
        for (int i = start + 1; i < lines.size() && !lines.get(i).isBlank(); i++) {
            var recipient = RECIPIENT.matcher(lines.get(i));
            if (recipient.matches()) failed.add(failed(recipient.group(1), lines, i + 1, refusal, server));
        }
        return failed;
    }

    private static ReportedRecipient failed(
            String address, List<String> lines, int from, @Nullable String refusal, @Nullable String server) {
        String said = refusal;
        String original = null;
        for (int i = from; i < lines.size() && lines.get(i).startsWith(" "); i++) {
            var reason = REASON.matcher(lines.get(i));
            if (reason.matches()) said = reason.group(1);
            var expanded = EXPANDED.matcher(lines.get(i));
            if (expanded.matches()) original = expanded.group(1);
        }
        return ReportedRecipient.failed(address, original, said, server);
    }

    /// The first in the transcript.
    private static @Nullable String refusal(List<String> lines) {
        return lines.stream()
                .map(REFUSAL::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst()
                .orElse(null);
    }
}
