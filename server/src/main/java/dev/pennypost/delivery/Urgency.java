package dev.pennypost.delivery;

/// Which deliveries go before others.
public enum Urgency {
    /// Somebody waits for it: a password, a receipt.
    TRANSACTIONAL,
    /// One of many alike, which people may unsubscribe from.
    BULK
}
