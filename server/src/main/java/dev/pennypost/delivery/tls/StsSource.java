package dev.pennypost.delivery.tls;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.mtasts.StsPolicy;
import dev.pennypost.mail.tlsrpt.ResultType;
import java.util.Optional;

/// Where the MTA-STS policy of a recipient's domain comes from.
@FunctionalInterface
interface StsSource {
    /// A world without MTA-STS.
    StsSource NONE = _ -> new Standing(Optional.empty(), Optional.empty());

    Standing of(DomainName domain);

    /// How a domain stands.
    ///
    /// @param policy the one that applies
    /// @param trouble why the one that is announced could not be had
    record Standing(Optional<StsPolicy> policy, Optional<ResultType> trouble) {}
}
