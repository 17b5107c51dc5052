package dev.pennypost.api.http;

/// One API we speak: where it is mounted, its routes, and how it spells what the HTTP layer refuses.
public interface Dialect {
    /// The path prefix, such as `/v1`; empty for the root.
    String mount();

    /// Whether it is what a browser gets that opens the root of the site, `/`, whatever its mount.
    default boolean answersRoot() {
        return false;
    }

    /// Adds every route, without the mount.
    void register(Router router);

    Response spell(HttpProblem problem);

    /// The answer with what this API tells of its rate limit beside the headers that all dialects share.
    ///
    /// @param resetSeconds until the team may make `limit` requests again
    default Response paced(Response answer, int limit, int remaining, int resetSeconds) {
        return answer;
    }
}
