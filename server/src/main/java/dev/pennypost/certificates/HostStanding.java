package dev.pennypost.certificates;

import dev.pennypost.mail.dns.DomainName;
import java.time.Instant;

/// A host and how it stands, for operators.
///
/// @param wantedAt when it was last wanted, give or take an hour
/// @param dueAt when it is looked after next
public record HostStanding(DomainName host, CertificateState state, Instant wantedAt, Instant dueAt) {}
