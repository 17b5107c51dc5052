package dev.pennypost.delivery;

import dev.pennypost.delivery.traffic.Limit;

/// Why a delivery waits.
public enum WaitReason {
    /// It has just been accepted and its turn has not come.
    ACCEPTED,
    /// The server said: later (4xx).
    SERVER_SAID_LATER,
    /// No server of the destination could be reached, or the connection broke.
    HOST_UNREACHABLE,
    /// TLS is demanded and the server does not offer it, or breaks it.
    TLS_UNAVAILABLE,
    /// The server is not the one that the recipient's domain vouches for, by MTA-STS or DANE, or that the sending
    /// domain trusts.
    TLS_UNVERIFIED,
    /// What the recipient's domain demands of encryption could not be found out, and somebody may want it so.
    TLS_POLICY_UNKNOWN,
    /// DNS did not answer where the destination's servers are.
    DNS_FAILED,
    /// The process that held it ended before it was settled.
    LEASE_ENDED,
    /// Its site has said that it takes nothing for a while, or could not be reached for some time.
    SITE_SUSPENDED,
    /// As much has gone to its site as may in so much time.
    SITE_THROTTLED,
    /// The address or the domain it leaves from is new, and has sent what it may today.
    WARMING_UP,
    /// An operator has paused it.
    PAUSED,
    /// Something of ours broke while it was attempted; the log has the reason.
    OUR_FAULT;

    static WaitReason of(Limit limit) {
        return switch (limit) {
            case SUSPENSION -> SITE_SUSPENDED;
            case RATE -> SITE_THROTTLED;
            case WARM_UP -> WARMING_UP;
        };
    }
}
