package dev.pennypost.sandbox;

/// What came of playing what a recipient does.
public enum Played {
    /// It was done; what follows is written down in a moment.
    DONE,
    /// The mail came without a return path, so nothing can be reported to whoever sent it.
    NO_RETURN_PATH,
    /// The mail carries no image, or no such link, that counts visits.
    NOTHING_TRACKED,
    /// The product did not answer.
    NOT_REACHED
}
