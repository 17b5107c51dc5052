package dev.pennypost.domains.diagnosis;

/// What one server says to the question for a record.
///
/// @param server the server's name, and its address where it has several
/// @param answered how its answer compares to the plan
/// @param observed the data it serves, or why it serves none, in a few words
public record ServerStanding(String server, Answered answered, String observed) {
    /// How an answer compares to the plan.
    public enum Answered {
        /// As planned.
        RIGHT,
        /// Other data.
        OTHER,
        /// Nothing of this name and type.
        NOTHING,
        /// No answer that counts: timeout, refusal, a server that does not know the zone.
        BROKEN
    }
}
