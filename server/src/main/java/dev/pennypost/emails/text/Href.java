package dev.pennypost.emails.text;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/// Where a link leads.
///
/// @param shown what stands between the brackets; empty for what leads nowhere outside the email
record Href(String shown) {
    private static final Set<String> NOWHERE = Set.of("javascript", "vbscript", "data", "cid");
    private static final String MAILTO = "mailto:";

    /// Longer than any scheme that a name may leave out.
    private static final int SCHEME = 16;

    static Href of(Element link) {
        String url = Letters.shown(link.attr("href")).strip();
        String scheme = scheme(url);
        if (url.startsWith("#") || NOWHERE.contains(scheme)) return new Href("");
        return new Href(scheme.equals("mailto") ? url.substring(MAILTO.length()) : url);
    }

    private static String scheme(String url) {
        int colon = url.substring(0, Math.min(url.length(), SCHEME)).indexOf(':');
        return colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /// Longer texts than this are no [name][#isNamed].
    int longestName() {
        return shown.length() + SCHEME;
    }

    /// Whether a text says where the link leads, so that it need not be said again.
    boolean isNamed(String text) {
        return bare(text).equals(bare(shown));
    }

    private static String bare(String url) {
        String lower = url.strip().toLowerCase(Locale.ROOT).replaceFirst("^(?:https?://|mailto:|tel:)", "");
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
