package dev.pennypost.tracking;

import dev.pennypost.emails.Email;
import dev.pennypost.emails.Tracked;
import dev.pennypost.emails.Tracker;
import dev.pennypost.tracking.links.Places;
import dev.pennypost.tracking.links.Token;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes the copies of one email. Its HTML is looked at once, when the first copy is asked for.
final class Marking implements Tracker.Copies {
    private static final System.Logger LOG = System.getLogger(Marking.class.getName());
    private static final Pattern BRACKETED = Pattern.compile("<([^<>]{1,4000})>");

    private final Email email;
    private final String html;
    private final Tracked tracked;
    private final Function<Token, String> path;
    private boolean looked;
    private @Nullable Places places;

    /// @param path of the link that carries a token
    Marking(Email email, String html, Tracked tracked, Function<Token, String> path) {
        this.email = email;
        this.html = html;
        this.tracked = tracked;
        this.path = path;
    }

    @Override
    public String to(int position) {
        Places found = places();
        return found == null ? html : marked(found, position);
    }

    private String marked(Places found, int position) {
        return found.splice(
                target -> tracked.clicks() ? link(Token.Kind.CLICK, position, target) : null,
                tracked.trap() ? trap(link(Token.Kind.TRAP, position, "")) : "",
                tracked.opens() ? image(link(Token.Kind.OPEN, position, "")) : "");
    }

    /// An attribute's value can hold our links as they are: no quote, space or angle bracket is in them.
    private static String image(String link) {
        return "<img src=\"" + link + "\" width=\"1\" height=\"1\" alt=\"\""
                + " style=\"display:block;width:1px;height:1px;border:0\">";
    }

    private static String trap(String link) {
        return "<a href=\"" + link + "\" style=\"display:none\" tabindex=\"-1\""
                + " aria-hidden=\"true\" rel=\"nofollow\"></a>";
    }

    private String link(Token.Kind kind, int position, String target) {
        var token = new Token(kind, email.team().value(), email.id().value(), position, target);
        return tracked.origin() + path.apply(token);
    }

    private synchronized @Nullable Places places() {
        if (!looked) places = look();
        looked = true;
        return places;
    }

    /// Mail goes out with its links as they were rather than not at all.
    private @Nullable Places look() {
        try {
            return Places.of(html, unsubscribing()).orElse(null);
        } catch (RuntimeException | StackOverflowError broken) {
            LOG.log(System.Logger.Level.ERROR, () -> "the HTML of email " + email.id() + " is sent untracked", broken);
            return null;
        }
    }

    /// The addresses of the List-Unsubscribe field (RFC 2369 §3.2).
    private Set<String> unsubscribing() {
        var addresses = new HashSet<String>();
        for (Map.Entry<String, String> header : email.headers().entrySet()) {
            if (!header.getKey().equalsIgnoreCase("List-Unsubscribe")) continue;
            Matcher bracketed = BRACKETED.matcher(header.getValue());
            while (bracketed.find()) addresses.add(bracketed.group(1).replaceAll("\\s", ""));
        }
        return addresses;
    }
}
