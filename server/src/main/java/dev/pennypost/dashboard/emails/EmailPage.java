package dev.pennypost.dashboard.emails;

import dev.pennypost.dashboard.shell.Chrome;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.delivery.DnsAnswers;
import dev.pennypost.delivery.Trace;
import dev.pennypost.emails.Content;
import dev.pennypost.emails.Email;
import dev.pennypost.emails.StoredAttachment;
import dev.pennypost.emails.Whole;
import dev.pennypost.emails.lint.Warning;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One email.
///
/// @param view which of [#views] is shown
/// @param images whether images may be loaded from where they say
/// @param maySend whether the visitor may send, and so send again, change and share
/// @param shared a link that shows it to somebody without an account; null when none was made just now
/// @param problem why what was asked for was not done; null when nothing was refused
/// @param time what was filled in as its new time
record EmailPage(
        Whole whole,
        List<Step> story,
        String view,
        boolean images,
        boolean maySend,
        @Nullable String shared,
        @Nullable String problem,
        @Nullable String timeProblem,
        String time) {
    Email email() {
        return whole.email();
    }

    String subject() {
        return email().subject().isBlank() ? "(no subject)" : email().subject();
    }

    Status status() {
        return Status.of(email().lastEvent());
    }

    String path() {
        return Paths.MOUNT + "/emails/" + email().id();
    }

    boolean waits() {
        return status().key().equals("scheduled");
    }

    /// Whether it has left, so that it can be sent again.
    boolean hasLeft() {
        return !traces().isEmpty();
    }

    /// Whether something may still happen soon without anybody doing anything.
    boolean isMoving() {
        return LiveStory.moves(traces());
    }

    LiveStory story(Chrome chrome) {
        return new LiveStory(chrome, status(), story, isMoving());
    }

    List<Trace> traces() {
        return whole.why().deliveries();
    }

    List<Warning> warnings() {
        return whole.why().warnings();
    }

    Content content() {
        return whole.content();
    }

    List<StoredAttachment> files() {
        return whole.files();
    }

    /// The ways to look at it, by the words in the page's address.
    Map<String, String> views() {
        return Map.of("html", "HTML", "text", "Text", "source", "HTML source", "headers", "Headers");
    }

    List<String> viewKeys() {
        return List.of("html", "text", "source", "headers");
    }

    static String viewOf(Whole whole, String asked) {
        if (List.of("html", "text", "source", "headers").contains(asked)) return asked;
        return whole.content().html() == null ? "text" : "html";
    }

    String html() {
        return Objects.requireNonNullElse(content().html(), "");
    }

    String text() {
        return Objects.requireNonNullElse(content().text(), "");
    }

    static String joined(List<String> mailboxes) {
        return String.join(", ", mailboxes);
    }

    /// Where the other emails with a tag are.
    String tagged(String name, String value) {
        return Paths.with(Paths.MOUNT + "/emails", Map.of("tag", name + ":" + value));
    }

    String name(StoredAttachment file) {
        return Objects.requireNonNullElse(file.filename(), "file without a name");
    }

    Tone tone(Warning warning) {
        return warning.code().severity() == Warning.Severity.WARNING ? Tone.WAIT : Tone.CALM;
    }

    /// What DNS answered, in one sentence.
    static String said(DnsAnswers dns) {
        if (dns.failure() != null) return "No answer: " + dns.failure();
        String vouched = dns.validated() ? " DNSSEC vouches for it." : "";
        return switch (dns.naming()) {
            case MX -> "It names these servers." + vouched;
            case IMPLICIT -> "It has no MX record, so it is its own server." + vouched;
            case NULL_MX -> "It says that it takes no mail." + vouched;
            case NO_SUCH_NAME -> "The name does not exist." + vouched;
            case UNKNOWN -> "DNS did not tell.";
        };
    }

    /// A sentence that marks what is code, for people.
    static String plain(String sentence) {
        return sentence.replaceAll("`([^`]*)`", "“$1”");
    }

    static String words(String spelled) {
        return spelled.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String size(long octets) {
        if (octets < 1024) return octets + " bytes";
        if (octets < 1024 * 1024) return octets / 1024 + " KB";
        return String.format(Locale.ENGLISH, "%.1f MB", octets / (1024.0 * 1024));
    }
}
