package dev.pennypost.api.http;

/// One API we speak: where it is mounted, its routes, and how it spells what the HTTP layer refuses.
public interface Dialect {
    /// The path prefix, such as `/v1`; empty for the root.
    String mount();

    /// Adds every route, without the mount.
    void register(Router router);

    Response spell(HttpProblem problem);
}
