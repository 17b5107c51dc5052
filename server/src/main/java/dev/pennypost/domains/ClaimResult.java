package dev.pennypost.domains;

/// What came of claiming a name.
public sealed interface ClaimResult {
    /// A new claim.
    record Claimed(Claim claim) implements ClaimResult {}

    /// The team has claimed the name already and the claim is still open.
    record StillOpen(Claim claim) implements ClaimResult {}

    record Refused(DomainProblem problem) implements ClaimResult {}
}
