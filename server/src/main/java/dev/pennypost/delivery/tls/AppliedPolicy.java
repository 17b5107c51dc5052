package dev.pennypost.delivery.tls;

import dev.pennypost.mail.dane.TlsaRecords;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.mtasts.StsPolicy;
import dev.pennypost.mail.tlsrpt.PolicyType;
import java.util.List;

/// The policy a session is held under, as reports name it.
///
/// @param domain where it was found: the mail server for DANE, else the recipient's domain (RFC 8460 §1.1)
/// @param lines the policy itself
record AppliedPolicy(PolicyType type, String domain, List<String> lines) {
    AppliedPolicy {
        lines = List.copyOf(lines);
    }

    static AppliedPolicy none(DomainName domain) {
        return new AppliedPolicy(PolicyType.NO_POLICY_FOUND, domain.ascii(), List.of());
    }

    static AppliedPolicy of(DomainName domain, StsPolicy policy) {
        return new AppliedPolicy(PolicyType.STS, domain.ascii(), policy.lines());
    }

    /// A policy that is announced and could not be had.
    static AppliedPolicy missing(DomainName domain) {
        return new AppliedPolicy(PolicyType.STS, domain.ascii(), List.of());
    }

    static AppliedPolicy of(DomainName host, TlsaRecords records) {
        return new AppliedPolicy(PolicyType.TLSA, host.ascii(), records.lines());
    }
}
