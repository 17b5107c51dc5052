package dev.pennypost.emails.lint;

import java.util.Locale;

/// Something about an email that receivers may hold against it.
///
/// @param message what is the case, in one sentence
public record Warning(Code code, String message) {
    /// A warning that says no more than its code.
    static Warning of(Code code) {
        return new Warning(code, code.meaning());
    }

    /// How much it matters.
    public enum Severity {
        /// Costs some of the recipients.
        WARNING,
        /// Good to know.
        INFO
    }

    /// What was noticed; stable, for programs, and never taken away: stored emails name them. docs/reference/lint.md is
    /// made of these lines.
    public enum Code {
        EMPTY_SUBJECT(Severity.WARNING, "The subject is empty.", "Say in a few words what the email is about."),
        SHOUTING_SUBJECT(
                Severity.INFO,
                "The subject is written in capitals.",
                "Write it as a sentence; filters count capitals."),
        NO_REPLY_FROM(
                Severity.INFO,
                "The sender's address says that nobody reads replies, and there is no other to reply to.",
                "Send from an address that somebody reads, or set `reply_to`."),
        NO_DMARC(
                Severity.WARNING,
                "The sender's domain has no valid DMARC record, which Gmail and Yahoo ask of everybody who sends much.",
                "Publish the DMARC record that the domain's page recommends."),
        NO_TEXT(
                Severity.WARNING,
                "There is HTML and no plain text.",
                "Give `text` as well: some programs show nothing else, and filters expect it."),
        HTML_CLIPPED(
                Severity.WARNING,
                "The HTML is larger than 102 KB, and Gmail cuts the rest off, often with the link to unsubscribe.",
                "Make it smaller: take out unused styles and comments, and link to what is long."),
        ONLY_IMAGES(
                Severity.WARNING,
                "The HTML holds images and next to no text.",
                "Say the important part in words: many programs load no images until asked."),
        IMAGES_WITHOUT_ALT(
                Severity.INFO,
                "Some images have no `alt` text.",
                "Describe each image in `alt`; leave it empty for decoration."),
        EMBEDDED_IMAGES(
                Severity.WARNING,
                "Images stand in the HTML as `data:` addresses, which Gmail and Outlook do not show.",
                "Attach them with a `content_id` and refer to them as `cid:`, or link to them."),
        ACTIVE_CONTENT(
                Severity.WARNING,
                "The HTML holds elements that mail programs take out.",
                "Take them out, and link to a page that does what they should do."),
        PLAIN_HTTP_LINKS(Severity.WARNING, "Links or images are addressed by `http:`, without TLS.", "Use `https:`."),
        LINK_SHORTENER(
                Severity.WARNING,
                "Links lead through a shortener, which hides where they go and is shared with senders of spam.",
                "Link to the page itself."),
        ADDRESS_LINKS(
                Severity.WARNING,
                "Links name a server by its IP address, as phishing does.",
                "Link to a host by its name."),
        FOREIGN_LINKS(
                Severity.INFO,
                "Links lead to other domains than the sender's.",
                "Where you can, link to hosts below the sender's domain; filters compare."),
        NO_LIST_UNSUBSCRIBE(
                Severity.WARNING,
                "It looks like bulk mail and has no List-Unsubscribe field (RFC 2369).",
                "Set the headers `List-Unsubscribe` and `List-Unsubscribe-Post` (RFC 8058)."),
        NO_ONE_CLICK(
                Severity.WARNING,
                "Its List-Unsubscribe does not work with one click (RFC 8058), as Gmail and Yahoo ask of bulk mail.",
                "Give an `https:` address in `List-Unsubscribe`, and `List-Unsubscribe-Post: List-Unsubscribe=One-Click`.");

        private final Severity severity;
        private final String meaning;
        private final String remedy;

        Code(Severity severity, String meaning, String remedy) {
            this.severity = severity;
            this.meaning = meaning;
            this.remedy = remedy;
        }

        public Severity severity() {
            return severity;
        }

        /// What it means, in one sentence.
        public String meaning() {
            return meaning;
        }

        /// What to do about it, in one sentence.
        public String remedy() {
            return remedy;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
