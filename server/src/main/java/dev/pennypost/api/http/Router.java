package dev.pennypost.api.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The routes of one dialect. Patterns are literal segments and `{parameters}`; a literal wins over a parameter, so
/// `/emails/batch` is never taken for an id.
public final class Router {
    private final List<Route> routes = new ArrayList<>();

    public Router get(String pattern, Access access, Handler handler) {
        return add("GET", pattern, access, handler);
    }

    /// For clients that want the header of an answer alone (RFC 9110 §9.3.2). No other route answers them.
    public Router head(String pattern, Access access, Handler handler) {
        return add("HEAD", pattern, access, handler);
    }

    public Router post(String pattern, Access access, Handler handler) {
        return add("POST", pattern, access, handler);
    }

    public Router put(String pattern, Access access, Handler handler) {
        return add("PUT", pattern, access, handler);
    }

    public Router patch(String pattern, Access access, Handler handler) {
        return add("PATCH", pattern, access, handler);
    }

    public Router delete(String pattern, Access access, Handler handler) {
        return add("DELETE", pattern, access, handler);
    }

    /// Keeps the request body of the route that was added last from whoever observes requests: it holds secrets that
    /// we do not keep.
    public Router confidential() {
        routes.add(routes.removeLast().kept());
        return this;
    }

    private Router add(String method, String pattern, Access access, Handler handler) {
        routes.add(new Route(method, List.of(split(pattern)), access, handler, false));
        return this;
    }

    /// Finds the route of a raw (still percent-encoded) path.
    Match match(String method, String rawPath) {
        String[] segments = split(rawPath);
        Route best = null;
        boolean pathExists = false;
        for (Route route : routes) {
            if (!route.fits(segments)) continue;
            pathExists = true;
            if (route.method.equals(method) && (best == null || route.literals() > best.literals())) best = route;
        }
        if (best != null)
            return new Match.Found(best.access, best.handler, best.parameters(segments), best.confidential);
        return pathExists ? new Match.OtherMethod() : new Match.Nothing();
    }

    /// Every route as `METHOD /pattern`, for the reference and for tests.
    public List<String> describe() {
        return routes.stream()
                .map(route -> route.method + " /" + String.join("/", route.segments))
                .toList();
    }

    private static String[] split(String path) {
        String trimmed = path.startsWith("/") ? path.substring(1) : path;
        if (trimmed.endsWith("/")) trimmed = trimmed.substring(0, trimmed.length() - 1);
        return trimmed.split("/", -1);
    }

    /// What was found for a method and a path.
    sealed interface Match {
        /// @param confidential whether nobody may observe the request body
        record Found(Access access, Handler handler, Map<String, String> parameters, boolean confidential)
                implements Match {}

        record OtherMethod() implements Match {}

        record Nothing() implements Match {}
    }

    private record Route(String method, List<String> segments, Access access, Handler handler, boolean confidential) {
        Route kept() {
            return new Route(method, segments, access, handler, true);
        }

        boolean fits(String[] path) {
            if (path.length != segments.size()) return false;
            for (int i = 0; i < path.length; i++) {
                if (parameterName(segments.get(i)) == null ? !segments.get(i).equals(path[i]) : path[i].isEmpty())
                    return false;
            }
            return true;
        }

        long literals() {
            return segments.stream()
                    .filter(segment -> parameterName(segment) == null)
                    .count();
        }

        Map<String, String> parameters(String[] path) {
            var found = new HashMap<String, String>();
            for (int i = 0; i < path.length; i++) {
                String name = parameterName(segments.get(i));
                if (name != null) found.put(name, decode(path[i]));
            }
            return found;
        }

        private static @Nullable String parameterName(String segment) {
            return segment.startsWith("{") ? segment.substring(1, segment.length() - 1) : null;
        }

        private static String decode(String segment) {
            if (segment.indexOf('%') < 0) return segment;
            try {
                return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException badEscape) {
                return segment;
            }
        }
    }
}
