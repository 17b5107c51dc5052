package dev.pennypost.emails.text;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// The classes that a document's own style sheets hide from everybody, as preheaders are hidden. Rules that hold on
/// some
/// screens only (`@media`) do not count.
final class HiddenClasses {
    private static final Pattern ONE_CLASS = Pattern.compile("[a-z][a-z0-9]{0,15}?\\.([\\w-]{1,99})|\\.([\\w-]{1,99})");

    private final Set<String> names = new HashSet<>();

    private HiddenClasses() {}

    static HiddenClasses of(Document document) {
        var found = new HiddenClasses();
        for (Element sheet : document.getElementsByTag("style")) found.read(sheet.data());
        return found;
    }

    boolean hide(Element element) {
        if (names.isEmpty() || !element.hasAttr("class")) return false;
        return element.classNames().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(names::contains);
    }

    private void read(String sheet) {
        String css = withoutComments(sheet);
        int at = 0;
        for (int open = css.indexOf('{'); open >= 0; open = css.indexOf('{', at)) {
            String selectors = afterStatements(css.substring(at, open)).strip();
            boolean conditional = selectors.startsWith("@");
            at = conditional ? endOfBlock(css, open) : endOfRule(css, open);
            if (!conditional) rule(selectors, css.substring(open + 1, at));
            at = Math.min(at + 1, css.length());
        }
    }

    /// Behind `@import …;` and the like.
    private static String afterStatements(String css) {
        return css.substring(css.lastIndexOf(';') + 1);
    }

    private static int endOfRule(String css, int open) {
        int end = css.indexOf('}', open);
        return end < 0 ? css.length() : end;
    }

    private static int endOfBlock(String css, int open) {
        int depth = 0;
        for (int i = open; i < css.length(); i++) {
            if (css.charAt(i) == '{') depth++;
            else if (css.charAt(i) == '}' && --depth == 0) return i;
        }
        return css.length();
    }

    private void rule(String selectors, String declarations) {
        var style = Style.of(declarations);
        for (String selector : selectors.split(",", -1)) {
            Matcher one = ONE_CLASS.matcher(selector.strip());
            if (!one.matches()) continue;
            String name = one.group(1) == null ? one.group(2) : one.group(1);
            if (style.hides()) names.add(name);
            else if (style.shows()) names.remove(name);
        }
    }

    private static String withoutComments(String sheet) {
        var css = new StringBuilder(sheet.length());
        int at = 0;
        while (at < sheet.length()) {
            int open = sheet.indexOf("/*", at);
            css.append(sheet, at, open < 0 ? sheet.length() : open);
            int close = open < 0 ? -1 : sheet.indexOf("*/", open + 2);
            at = close < 0 ? sheet.length() : close + 2;
        }
        return css.toString().toLowerCase(Locale.ROOT);
    }
}
