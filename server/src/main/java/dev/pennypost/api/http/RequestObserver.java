package dev.pennypost.api.http;

import dev.pennypost.keys.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Hears of every request that showed a good key, once it was answered. It is told on the request's own thread, so it
/// must be quick.
@FunctionalInterface
public interface RequestObserver {
    /// Hears nothing.
    RequestObserver NOBODY = _ -> {};

    void answered(Answered request);

    /// A request and its answer.
    ///
    /// @param at when it came
    /// @param path raw, with the mount and without the query
    /// @param body what was sent; empty when it was not read, or is for nobody else to see
    record Answered(
            Caller caller,
            Instant at,
            String method,
            String path,
            @Nullable String userAgent,
            byte[] body,
            Response answer) {}
}
