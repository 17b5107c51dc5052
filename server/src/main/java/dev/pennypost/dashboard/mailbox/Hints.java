package dev.pennypost.dashboard.mailbox;

import dev.pennypost.dashboard.mailbox.CaughtMailbox.Caught;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.emails.lint.Draft;
import dev.pennypost.emails.lint.Lint;
import dev.pennypost.emails.lint.Warning;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.message.CustomHeader;
import dev.pennypost.mail.mime.ParsedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// What there is to say about a mail: what receivers may hold against it, and which programs show it
/// otherwise.
final class Hints {
    private static final List<String> FIELDS = List.of("List-Unsubscribe", "List-Unsubscribe-Post");

    private final Lint lint;

    Hints(Function<DomainName, Optional<DomainName>> registrable) {
        this.lint = new Lint(registrable);
    }

    static Document document(String html) {
        Document document = Jsoup.parse(html);
        document.outputSettings().prettyPrint(false);
        return document;
    }

    /// @param dmarc what that check came to; empty when it was not made
    List<Note> of(Caught mail, ParsedMessage parsed, String dmarc) {
        var notes = new ArrayList<Note>();
        parsed.mailboxes("From").stream()
                .findFirst()
                .map(from -> lint.check(draft(mail, parsed, from, dmarc)))
                .orElse(List.of())
                .forEach(warning -> notes.add(note(warning)));
        String html = parsed.html();
        if (html != null) notes.addAll(ClientRules.of(document(html)));
        return List.copyOf(notes);
    }

    private static Note note(Warning warning) {
        Tone tone = warning.code().severity() == Warning.Severity.WARNING ? Tone.BAD : Tone.CALM;
        return new Note(
                tone, plain(warning.message()), "", plain(warning.code().remedy()));
    }

    private static String plain(String text) {
        return text.replace("`", "");
    }

    private static Draft draft(Caught mail, ParsedMessage parsed, Mailbox from, String dmarc) {
        return new Draft(
                from.address(),
                parsed.header("Reply-To").isPresent(),
                mail.recipients().size(),
                parsed.header("Subject").orElse(""),
                untracked(parsed.html(), from.address().domain()),
                parsed.text(),
                FIELDS.stream().flatMap(name -> field(parsed, name)).toList(),
                dmarc.equals("none"));
    }

    /// Of links that count only the way through us is known, and that is not what the sender wrote.
    private static @Nullable String untracked(@Nullable String html, DomainName sender) {
        if (html == null) return null;
        Document document = document(html);
        String own = "https://" + sender.ascii() + "/";
        for (String attribute : List.of("href", "src"))
            for (Element one : document.select("[" + attribute + "]"))
                if (LinkCheck.isTracked(one.attr(attribute))) one.attr(attribute, own);
        return document.outerHtml();
    }

    private static Stream<CustomHeader> field(ParsedMessage parsed, String name) {
        try {
            return parsed.header(name).map(value -> new CustomHeader(name, value)).stream();
        } catch (IllegalArgumentException unusable) {
            return Stream.empty();
        }
    }
}
