package dev.pennypost.dashboard.mailbox;

import dev.pennypost.dashboard.mailbox.CaughtMailbox.Caught;
import dev.pennypost.mail.mime.ParsedHeader;
import dev.pennypost.mail.mime.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One mail as it is shown.
///
/// @param view what of it is open, one of [#views]
/// @param source the octets as text; shortened where they are very many
/// @param refused why something was not played; null for nothing
record Mail(
        Caught caught,
        ParsedMessage parsed,
        String source,
        List<Verdict> verdicts,
        List<LinkCheck.Link> links,
        List<Note> hints,
        String view,
        boolean images,
        boolean mayPlay,
        @Nullable String refused) {
    private static final int MOST_SOURCE = 256 * 1024;

    /// A tab.
    record View(String id, String title) {}

    static String source(byte[] message) {
        String all = new String(message, 0, Math.min(message.length, MOST_SOURCE), StandardCharsets.UTF_8);
        return message.length <= MOST_SOURCE ? all : all + "\n… the rest is in the file";
    }

    List<View> views() {
        var views = new ArrayList<View>();
        if (parsed.html() != null) views.add(new View("html", "HTML"));
        if (parsed.text() != null) views.add(new View("text", "Text"));
        views.add(new View("source", "Source"));
        views.add(new View("headers", "Headers"));
        views.add(new View("links", counted("Links", links.size())));
        views.add(new View("hints", counted("Hints", hints.size())));
        if (!parsed.attachments().isEmpty())
            views.add(new View("attachments", counted("Attachments", parsed.attachments().size())));
        return views;
    }

    private static String counted(String title, int number) {
        return number == 0 ? title : title + " (" + number + ")";
    }

    /// The view that was asked for, or the best there is.
    String shown() {
        return views().stream()
                .map(View::id)
                .filter(view::equals)
                .findFirst()
                .orElseGet(() -> views().getFirst().id());
    }

    String path() {
        return MailboxPages.PATH + "/" + caught.id();
    }

    String subject() {
        return MailRow.subject(caught);
    }

    String size() {
        return MailRow.size(caught.size());
    }

    String attachmentSize(int index) {
        return MailRow.size(parsed.attachments().get(index).size());
    }

    String attachmentName(int index) {
        String name = parsed.attachments().get(index).filename();
        return name == null || name.isBlank() ? "attachment " + (index + 1) : name;
    }

    String from() {
        return parsed.header("From").orElse("Nobody");
    }

    boolean isOpenCounted() {
        return links.stream().anyMatch(link -> link.isImage() && link.isTracked());
    }

    boolean isClickCounted() {
        return links.stream().anyMatch(link -> !link.isImage() && link.isTracked());
    }

    boolean isAnswerable() {
        return !caught.mailFrom().isEmpty();
    }

    List<ParsedHeader> headers() {
        return parsed.headers();
    }
}
