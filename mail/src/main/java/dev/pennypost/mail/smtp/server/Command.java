package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.Reply;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One command line, understood (RFC 5321 §4.1.1).
sealed interface Command {
    record Ehlo(String name) implements Command {}

    record Helo(String name) implements Command {}

    record MailFrom(String reversePath, MailParameters parameters) implements Command {}

    record RcptTo(String forwardPath) implements Command {}

    record Data() implements Command {}

    record Rset() implements Command {}

    record Noop() implements Command {}

    record Vrfy() implements Command {}

    record StartTls() implements Command {}

    /// @param initialResponse null when none came with it
    record Auth(String mechanism, @Nullable String initialResponse) implements Command {
        /// Without the response, which may hold a password.
        @Override
        public String toString() {
            return "Auth[" + mechanism + "]";
        }
    }

    record Quit() implements Command {}

    record Unknown() implements Command {}

    /// Breaks the grammar.
    record Malformed(Reply reply) implements Command {}

    /// Reads a line without its line end.
    static Command parse(String line) {
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        String rest = space < 0 ? "" : line.substring(space + 1).strip();
        try {
            return parse(verb, rest);
        } catch (BadCommand e) {
            return new Malformed(e.reply());
        }
    }

    private static Command parse(String verb, String rest) throws BadCommand {
        return switch (verb) {
            case "EHLO" -> new Ehlo(name(rest));
            case "HELO" -> new Helo(name(rest));
            case "MAIL" -> mail(rest);
            case "RCPT" -> rcpt(rest);
            case "DATA" -> alone(rest, new Data());
            case "RSET" -> alone(rest, new Rset());
            case "STARTTLS" -> alone(rest, new StartTls());
            case "AUTH" -> auth(rest);
            case "QUIT" -> alone(rest, new Quit());
            case "NOOP" -> new Noop();
            case "VRFY" -> new Vrfy();
            default -> new Unknown();
        };
    }

    private static Command alone(String rest, Command command) throws BadCommand {
        if (!rest.isEmpty()) throw new BadCommand(501, "5.5.4 no parameters here");
        return command;
    }

    /// Anything that is one word passes: names that are not quite domains are common and prove nothing either
    /// way.
    private static String name(String rest) throws BadCommand {
        if (rest.isEmpty()) throw new BadCommand(501, "5.5.4 your name is missing");
        if (rest.length() > 255 || rest.chars().anyMatch(c -> c <= ' ' || c == 0x7f))
            throw new BadCommand(501, "5.5.4 that is not a name");
        return rest;
    }

    private static Command auth(String rest) throws BadCommand {
        String[] words = rest.split(" ", -1);
        if (words[0].isEmpty() || words.length > 2 || (words.length == 2 && words[1].isEmpty()))
            throw new BadCommand(501, "5.5.4 expected a mechanism, and at most one initial response");
        return new Auth(words[0], words.length == 2 ? words[1] : null);
    }

    private static Command mail(String rest) throws BadCommand {
        Path path = Path.after("FROM:", rest);
        MailParameters parameters = MailParameters.NONE;
        for (String word : path.parameters()) parameters = with(parameters, word);
        if (!path.isAscii() && !parameters.smtpUtf8())
            throw new BadCommand(553, "5.6.7 that address needs SMTPUTF8"); // RFC 6531 §3.5
        return new MailFrom(path.mailbox(), parameters);
    }

    private static MailParameters with(MailParameters known, String word) throws BadCommand {
        String upper = word.toUpperCase(Locale.ROOT);
        if (upper.startsWith("SIZE="))
            return new MailParameters(size(word.substring(5)), known.body(), known.smtpUtf8());
        if (upper.startsWith("AUTH=")) return known; // RFC 4954 §5: who wrote it, as far as we trust the client
        return switch (upper) {
            case "BODY=7BIT" -> new MailParameters(known.size(), Body.SEVEN_BIT, known.smtpUtf8());
            case "BODY=8BITMIME" -> new MailParameters(known.size(), Body.EIGHT_BIT_MIME, known.smtpUtf8());
            case "SMTPUTF8" -> new MailParameters(known.size(), known.body(), true);
            default -> throw new BadCommand(555, "5.5.4 unknown parameter"); // RFC 5321 §4.1.1.11
        };
    }

    /// RFC 1870 §4: up to twenty digits. More than a long holds is too big for anybody.
    private static long size(String digits) throws BadCommand {
        if (digits.isEmpty() || digits.length() > 20 || !digits.chars().allMatch(c -> c >= '0' && c <= '9'))
            throw new BadCommand(501, "5.5.4 SIZE takes a number");
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static Command rcpt(String rest) throws BadCommand {
        Path path = Path.after("TO:", rest);
        if (path.mailbox().isEmpty()) throw new BadCommand(501, "5.1.3 nobody is called that");
        if (!path.parameters().isEmpty()) throw new BadCommand(555, "5.5.4 unknown parameter");
        return new RcptTo(path.mailbox());
    }
}
