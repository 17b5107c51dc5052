package dev.pennypost.quotas;

/// A limit on how many emails a team may send and receive.
public enum Quota {
    /// From one midnight of UTC to the next.
    DAILY,
    /// In a calendar month of UTC.
    MONTHLY
}
