package dev.pennypost.mail.report;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// MDaemon: `Failed address:`, and a transcript in which `<--` is what the server said.
final class MdaemonForm implements FreeForm {
    private static final Pattern REFUSAL = Pattern.compile("^.{0,60}<-- (5\\d\\d[ -].*)$");

    @Override
    public List<ReportedRecipient> read(Notice notice) {
        int at = notice.lineWith("Failed address:");
        if (at < 0 || !notice.says("Session Transcript")) return List.of();
        return Passages.address(notice.lines().get(at)).stream()
                .map(address ->
                        ReportedRecipient.failed(address, null, refusal(notice).orElse(null), null))
                .toList();
    }

    private static Optional<String> refusal(Notice notice) {
        return notice.lines().stream()
                .map(REFUSAL::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst();
    }
}
