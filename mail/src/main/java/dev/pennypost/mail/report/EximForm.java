package dev.pennypost.mail.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Exim: recipients two columns in, what happened four columns in; `X-Failed-Recipients` names them too.
final class EximForm implements FreeForm {
    private static final String MADE = "This message was created automatically by mail delivery software";
    private static final Pattern RECIPIENT = Pattern.compile("^ {2}(" + Passages.ADDRESS + ")(?::.*)?$");
    private static final Pattern GENERATED = Pattern.compile("^ {4}\\(generated from (" + Passages.ADDRESS + ")\\)$");

    /// What Exim says by itself of an address that cannot be delivered to.
    private static final List<String> NO_SUCH_MAILBOX = List.of("unrouteable address", "unknown user", "unknown local");

    @Override
    public List<ReportedRecipient> read(Notice notice) {
        int start = notice.lineWith(MADE);
        if (start < 0) return named(notice);
        var failed = new ArrayList<ReportedRecipient>();
        List<String> lines = notice.lines();
        for (int i = start; i < lines.size() && !lines.get(i).startsWith("------"); i++) {
            var recipient = RECIPIENT.matcher(lines.get(i));
            if (recipient.matches()) failed.add(failed(recipient.group(1), lines, i + 1));
        }
        return failed.isEmpty() ? named(notice) : failed;
    }

    private static ReportedRecipient failed(String address, List<String> lines, int from) {
        String original = null;
        var said = new StringBuilder();
        for (int i = from; i < lines.size() && lines.get(i).startsWith("    "); i++) {
            var generated = GENERATED.matcher(lines.get(i));
            if (generated.matches()) original = generated.group(1);
            else said.append(said.isEmpty() ? "" : " ").append(lines.get(i).strip());
        }
        return understood(address, original, said.toString());
    }

    private static ReportedRecipient understood(String address, @Nullable String original, String said) {
        var failed = ReportedRecipient.failed(address, original, said, Passages.host(said));
        String own = said.toLowerCase(Locale.ROOT);
        return NO_SUCH_MAILBOX.stream().anyMatch(own::startsWith) ? failed.meaning(Passages.NO_SUCH_MAILBOX) : failed;
    }

    private static List<ReportedRecipient> named(Notice notice) {
        if (!notice.subject().startsWith("mail delivery failed")) return List.of();
        return notice.field("X-Failed-Recipients")
                .flatMap(all -> List.of(all.split(",")).stream())
                .map(String::strip)
                .filter(address -> address.indexOf('@') > 0)
                .map(address -> ReportedRecipient.failed(address, null, null, null))
                .toList();
    }
}
