package dev.pennypost.webhooks;

import java.time.Instant;

/// When an endpoint was disabled, and why.
public record Disabled(Reason reason, Instant at) {
    /// Why an endpoint is sent nothing.
    public enum Reason {
        /// The team said so.
        REQUESTED,
        /// It answered 410 (RFC 9110 §15.5.11).
        GONE,
        /// Nothing but failures for days.
        FAILING
    }
}
