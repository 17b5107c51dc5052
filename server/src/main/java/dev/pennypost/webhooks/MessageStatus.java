package dev.pennypost.webhooks;

/// Where a message is in its life; the contract's words (§21).
public enum MessageStatus {
    /// Not tried yet.
    PENDING,
    /// Failed at least once and will be tried again.
    ATTEMPTING,
    /// Taken by the endpoint.
    SUCCESS,
    /// Given up, or never tried because the endpoint was disabled.
    FAILED
}
