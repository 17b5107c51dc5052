package dev.pennypost.mail.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Exchange since 2007: words for people, and below them what administrators need: the address, and what a
/// server said.
final class ExchangeForm implements FreeForm {
    private static final Pattern RECIPIENT = Pattern.compile("^(" + Passages.ADDRESS + ")$");
    private static final Pattern REMOTE = Pattern.compile("^(.*?)#?<?#?([45]\\d\\d [45]\\.\\d{1,3}\\.\\d{1,3}.*)$");
    private static final Pattern SERVER = Pattern.compile("^([A-Za-z0-9.-]{1,255}\\.[A-Za-z]{2,63})\\b(?!@)");

    @Override
    public List<ReportedRecipient> read(Notice notice) {
        int start = notice.lineWith("Diagnostic information for administrators");
        if (start < 0 || !(notice.says("Delivery has failed to these recipients") || notice.says("Generating server")))
            return List.of();
        var failed = new ArrayList<ReportedRecipient>();
        for (int i = start + 1;
                i < notice.lines().size() && !isEnd(notice.lines().get(i));
                i++) {
            var recipient = RECIPIENT.matcher(notice.lines().get(i).strip());
            if (recipient.matches()) failed.add(failed(recipient.group(1), notice.below(i)));
        }
        return failed;
    }

    private static boolean isEnd(String line) {
        return line.startsWith("Original message headers");
    }

    private static ReportedRecipient failed(String address, String paragraph) {
        var remote = REMOTE.matcher(paragraph);
        String said = remote.matches() ? remote.group(2).replace("##", "").strip() : paragraph;
        return ReportedRecipient.failed(address, null, said, server(paragraph).orElse(null));
    }

    private static Optional<String> server(String paragraph) {
        var server = SERVER.matcher(paragraph);
        return server.find() ? Optional.of(server.group(1)) : Optional.empty();
    }
}
