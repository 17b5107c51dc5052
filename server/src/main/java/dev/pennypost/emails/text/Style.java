package dev.pennypost.emails.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The declarations of one rule or one `style` attribute, as far as they say whether anything is to be seen.
final class Style {
    private static final String IMPORTANT = "!important";

    private final Map<String, String> values = new HashMap<>();

    private Style() {}

    static Style of(String declarations) {
        var style = new Style();
        for (String declaration : declarations.split(";", -1)) {
            int colon = declaration.indexOf(':');
            if (colon > 0) style.add(declaration.substring(0, colon), declaration.substring(colon + 1));
        }
        return style;
    }

    private void add(String property, String value) {
        String bare = value.strip().toLowerCase(Locale.ROOT);
        if (bare.endsWith(IMPORTANT))
            bare = bare.substring(0, bare.length() - IMPORTANT.length()).strip();
        values.put(property.strip().toLowerCase(Locale.ROOT), bare);
    }

    /// A size of letters of zero does not count: frameworks set it around cells that set it again.
    boolean hides() {
        return says("display", "none")
                || says("visibility", "hidden")
                || isZero("opacity")
                || (says("overflow", "hidden") && (isZero("max-height") || isZero("height")));
    }

    boolean shows() {
        return values.containsKey("display") && !says("display", "none");
    }

    private boolean says(String property, String value) {
        return value.equals(values.get(property));
    }

    private boolean isZero(String property) {
        String value = values.getOrDefault(property, "");
        return value.equals("0") || value.equals("0px") || value.equals("0.0");
    }
}
