package dev.pennypost.storage;

import java.util.UUID;

/// A fact in the past that a feature tells others: a record named in the past tense, made of what JSON can hold.
public interface Event {
    /// The team it happened to.
    UUID teamId();
}
