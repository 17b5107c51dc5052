package dev.pennypost.mail.report;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gmail, in the words it had for many years and in those it has now.
final class GmailForm implements FreeForm {
    private static final String FAILED = "Delivery to the following recipient failed permanently";
    private static final List<String> ANSWERS = List.of(
            "The error that the other server returned was:",
            "The response from the remote server was:",
            "The response was:",
            "Technical details of permanent failure:");

    private static final Pattern NOT_DELIVERED =
            Pattern.compile("Your message wasn't delivered to (" + Passages.ADDRESS + ") because");
    private static final Pattern SERVER = Pattern.compile(" by ([A-Za-z0-9.-]{1,255}?)\\.? \\[");

    @Override
    public List<ReportedRecipient> read(Notice notice) {
        return recipient(notice).stream()
                .map(address -> ReportedRecipient.failed(address, null, said(notice), server(notice)))
                .toList();
    }

    private static Optional<String> recipient(Notice notice) {
        int old = notice.lineWith(FAILED);
        if (old >= 0) return Passages.address(notice.paragraph(old + 1));
        int now = notice.lineWith("Your message wasn't delivered to");
        if (now < 0) return Optional.empty();
        var found = NOT_DELIVERED.matcher(notice.paragraph(now));
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static @Nullable String said(Notice notice) {
        return ANSWERS.stream()
                .map(notice::lineWith)
                .filter(at -> at >= 0)
                .map(at -> notice.paragraph(at + 1))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String server(Notice notice) {
        return Stream.of("but it was rejected by the server")
                .map(notice::lineWith)
                .filter(at -> at >= 0)
                .map(notice::paragraph)
                .map(SERVER::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElse(null);
    }
}
