package dev.pennypost.dashboard.mailbox;

import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// Looks at where a mail's links lead, as a careful reader or a filter does.
final class LinkCheck {
    private static final int MOST = 500;
    private static final String TRACKED = "/t/";
    private static final Pattern IP = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[.*]");
    private static final Pattern NAMES_A_HOST =
            Pattern.compile("(?i)^(?:https?://)?((?:[a-z0-9-]+\\.)+[a-z]{2,})(?:[/?#:].*)?$");

    private final Function<DomainName, Optional<DomainName>> registrable;

    /// @param registrable the organizational domain of a name: a public suffix and one label more
    LinkCheck(Function<DomainName, Optional<DomainName>> registrable) {
        this.registrable = registrable;
    }

    /// A link of a mail.
    ///
    /// @param text what is shown; empty for nothing
    /// @param isImage whether it is an image that is loaded
    /// @param isTracked whether visits are counted
    record Link(String text, String target, boolean isImage, boolean isTracked, List<Note> notes) {}

    List<Link> of(Document document) {
        var links = new ArrayList<Link>();
        for (Element one : document.select("a[href], area[href]"))
            if (links.size() < MOST) links.add(link(text(one), one.attr("href").strip()));
        for (Element one : document.select("img[src]"))
            if (links.size() < MOST && isOfTheWeb(one.attr("src"))) links.add(image(one));
        return List.copyOf(links);
    }

    private static String text(Element link) {
        String text = link.text();
        return text.isEmpty() ? link.select("img[alt]").attr("alt") : text;
    }

    private static boolean isOfTheWeb(String address) {
        String lower = address.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("http:") || lower.startsWith("https:");
    }

    private Link image(Element image) {
        String target = image.attr("src").strip();
        var notes = new ArrayList<Note>();
        boolean tracked = isTracked(target);
        if (tracked) notes.add(Note.link(Tone.CALM, "Counts that the mail was opened"));
        else web(target, notes);
        return new Link(image.attr("alt"), target, true, tracked, notes);
    }

    private Link link(String text, String target) {
        var notes = new ArrayList<Note>();
        boolean tracked = isTracked(target);
        if (tracked) notes.add(Note.link(Tone.CALM, "Counts the click and leads on"));
        else if (target.isEmpty() || target.equals("#")) notes.add(Note.link(Tone.BAD, "Leads nowhere"));
        else if (isOfTheWeb(target)) {
            web(target, notes);
            deceiving(text, target, notes);
        } else other(target, notes);
        if (text.isBlank()) notes.add(Note.link(Tone.WAIT, "Has no text: nobody knows where it leads"));
        return new Link(text, target, false, tracked, notes);
    }

    private static void web(String target, List<Note> notes) {
        if (target.regionMatches(true, 0, "http:", 0, 5)) notes.add(Note.link(Tone.WAIT, "http, not https"));
        String host = host(target);
        if (host == null) notes.add(Note.link(Tone.BAD, "Is no valid address"));
        else if (IP.matcher(host).matches())
            notes.add(Note.link(Tone.BAD, "Names a server by its IP address, as phishing does"));
    }

    private static void other(String target, List<Note> notes) {
        int colon = target.indexOf(':');
        String scheme = colon < 0 ? "" : target.substring(0, colon).toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "mailto", "tel", "sms" -> {}
            case "" -> notes.add(Note.link(Tone.BAD, "Is relative: a mail has no page to start from"));
            default -> notes.add(Note.link(Tone.BAD, "Mail programs take out “" + scheme + ":” links"));
        }
    }

    /// A text that names one site on a link to another is what phishing looks like.
    private void deceiving(String text, String target, List<Note> notes) {
        Matcher named = NAMES_A_HOST.matcher(text.strip());
        String host = host(target);
        if (host == null || !named.matches()) return;
        if (!organization(named.group(1)).equals(organization(host)))
            notes.add(Note.link(Tone.BAD, "The text names " + named.group(1) + ", and the link leads to " + host));
    }

    private String organization(String host) {
        try {
            DomainName name = DomainName.parse(host);
            return registrable.apply(name).orElse(name).ascii();
        } catch (BadDomainName none) {
            return host.toLowerCase(Locale.ROOT);
        }
    }

    /// Null when there is none.
    private static @Nullable String host(String target) {
        try {
            return URI.create(target).getHost();
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    static boolean isTracked(String target) {
        try {
            String path = URI.create(target).getRawPath();
            return isOfTheWeb(target) && path != null && path.startsWith(TRACKED);
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
