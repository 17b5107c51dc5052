package dev.pennypost.domains;

import dev.pennypost.mail.dns.DomainName;

/// Why a domain cannot be added.
public sealed interface DomainProblem {
    /// The text is no domain name; `why` ends a sentence that begins with the text.
    record BadName(String text, String why) implements DomainProblem {}

    /// Nobody in particular owns the name: others register names below it.
    record PublicSuffix(DomainName name) implements DomainProblem {}

    record UnknownRegion(String text) implements DomainProblem {}

    /// Not 1 to 63 letters, digits and hyphens that begin with a letter and end without a hyphen.
    record BadReturnPath(String text) implements DomainProblem {}

    /// Not a label, or the same as the return path, where a CNAME could not stand beside the MX (RFC 2181 §10.1).
    record BadTrackingSubdomain(String text) implements DomainProblem {}

    /// Neither sending nor receiving would be enabled.
    record NothingEnabled() implements DomainProblem {}

    /// The records cannot lead to us: there is no zone of the operator's.
    record NoOperatorZone(SetupMode wanted) implements DomainProblem {}

    /// Handed over whole, a registered domain would lose its website and all else; a subdomain can be.
    record NotASubdomain(DomainName name) implements DomainProblem {}

    /// The team has the domain already, or another team has proved that it owns it.
    record AlreadyRegistered(DomainName name) implements DomainProblem {}

    /// No other team has proved the name: there is nothing to claim, it can simply be added.
    record NobodyElseHasIt(DomainName name) implements DomainProblem {}
}
