package dev.pennypost.mail.report;

import dev.pennypost.mail.mime.ParsedMessage;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A message that reports in words: what its readers look at, in sizes that end.
///
/// @param lines of the text, each without white space at its end and of at most 1000 characters
record Notice(ParsedMessage message, List<String> lines) {
    private static final int MOST_LINES = 1000;
    private static final int LONGEST = 1000;
    private static final int MOST_TEXT = 128 * 1024;

    /// Where such notices say that they are only a warning.
    private static final int FIRST_LINES = 30;

    private static final Pattern DELAYED = Pattern.compile("this is a warning (?:message )?only"
            + "|delivery to the following recipients? (?:has been|is) delayed"
            + "|transient non-fatal errors"
            + "|\\*\\* delivery incomplete \\*\\*"
            + "|(?:has not yet been|could not be) delivered .{0,60}(?:will (?:continue|keep)|attempts? .{0,20}continue)"
            + "|the message has not yet been delivered"
            + "|delivery attempts will continue");

    private static final Pattern DELAYED_SUBJECT = Pattern.compile(
            "^(?:warning: (?:message|could not send)|delivery status notification \\(delay|delayed mail)"
                    + "|(?:delivery|mail) (?:is )?delayed");

    private static final List<String> BOUNCE_SUBJECTS = List.of(
            "undeliver",
            "non-deliver",
            "delivery status notification",
            "delivery failure",
            "delivery has failed",
            "delivery problem",
            "mail delivery fail",
            "failure notice",
            "failed mail",
            "returned mail",
            "mail system error",
            "could not be delivered",
            "unzustellbar",
            "non remis");

    Notice(ParsedMessage message) {
        this(message, lines(message.text() == null ? "" : message.text()));
    }

    private static List<String> lines(String text) {
        return text.substring(0, Math.min(text.length(), MOST_TEXT))
                .lines()
                .limit(MOST_LINES)
                .map(line -> line.substring(0, Math.min(line.length(), LONGEST)).stripTrailing())
                .toList();
    }

    /// In lower case.
    String subject() {
        return message.header("Subject").orElse("").strip().toLowerCase(Locale.ROOT);
    }

    /// Values of the field in lower case.
    Stream<String> field(String name) {
        return message.headers().stream()
                .filter(field -> field.isNamed(name))
                .map(field -> field.value().strip().toLowerCase(Locale.ROOT));
    }

    /// Whether it says that sending goes on.
    boolean isDelay() {
        return DELAYED_SUBJECT.matcher(subject()).find()
                || lines.stream()
                        .limit(FIRST_LINES)
                        .map(line -> line.toLowerCase(Locale.ROOT))
                        .anyMatch(line -> DELAYED.matcher(line).find());
    }

    /// Whether it comes from a mail server and its subject is that of a bounce.
    boolean soundsLikeABounce() {
        String subject = subject();
        return fromServer() || BOUNCE_SUBJECTS.stream().anyMatch(subject::contains);
    }

    private boolean fromServer() {
        return field("From").anyMatch(from -> from.contains("mailer-daemon"));
    }

    /// The index of the first line that has these words, in any case; -1 when none does.
    int lineWith(String words) {
        String wanted = words.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lines.size(); i++)
            if (lines.get(i).toLowerCase(Locale.ROOT).contains(wanted)) return i;
        return -1;
    }

    boolean says(String words) {
        return lineWith(words) >= 0;
    }

    /// The lines right below one, up to the next empty one, as one; empty when that comes first.
    String below(int line) {
        boolean isLast = line + 1 >= lines.size() || lines.get(line + 1).isBlank();
        return isLast ? "" : paragraph(line + 1);
    }

    /// The lines from an index on to the next empty one, as one. Empty lines before are skipped.
    String paragraph(int from) {
        return String.join(
                " ",
                lines.stream()
                        .skip(from)
                        .dropWhile(String::isBlank)
                        .takeWhile(line -> !line.isBlank())
                        .map(String::strip)
                        .toList());
    }
}
