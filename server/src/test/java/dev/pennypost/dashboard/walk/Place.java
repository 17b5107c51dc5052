package dev.pennypost.dashboard.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One route of the dashboard and how it is asked.
///
/// @param route as the router describes it
/// @param things what the parameters of its path name, in their order: a thing of a [FullTeam], or behind `=` a text
/// that is no id
/// @param fields names and values of its form in turn; `{thing}` in a value is replaced by the id of one
record Place(String route, List<String> things, List<String> fields) {
    private static final Pattern PARAMETER = Pattern.compile("\\{[a-z]+}");

    boolean isForm() {
        return route.startsWith("POST ");
    }

    boolean hasIds() {
        return things.stream().anyMatch(Place::isId);
    }

    /// Whether the answer goes on for as long as the page is open.
    boolean isLive() {
        return route.endsWith("/live");
    }

    static boolean isId(String thing) {
        return !thing.startsWith("=");
    }

    /// The path from the root of the site.
    ///
    /// @param ids of the things, in the order of the parameters
    String path(List<String> ids) {
        String path = "/dashboard" + route.substring(route.indexOf(' ') + 1);
        for (String id : ids) path = PARAMETER.matcher(path).replaceFirst(Matcher.quoteReplacement(id));
        return path.equals("/dashboard/") ? "/dashboard" : path;
    }

    /// The path of the first things of their kind.
    String path(UnaryOperator<String> id) {
        return path(ids(id));
    }

    List<String> ids(UnaryOperator<String> id) {
        return things.stream()
                .map(thing -> isId(thing) ? id.apply(thing) : thing.substring(1))
                .toList();
    }

    String[] fields(UnaryOperator<String> id) {
        var filled = new ArrayList<String>();
        for (String field : fields) {
            var matcher = PARAMETER.matcher(field);
            filled.add(matcher.replaceAll(found -> Matcher.quoteReplacement(
                    id.apply(found.group().substring(1, found.group().length() - 1)))));
        }
        return filled.toArray(String[]::new);
    }

    @Override
    public String toString() {
        return route;
    }
}
