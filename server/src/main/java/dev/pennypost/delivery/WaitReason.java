package dev.pennypost.delivery;

/// Why a delivery waits.
public enum WaitReason {
    /// It has just been accepted and its turn has not come.
    ACCEPTED,
    /// The server said: later (4xx).
    SERVER_SAID_LATER,
    /// No server of the destination could be reached, or the connection broke.
    HOST_UNREACHABLE,
    /// The domain demands TLS and the server does not offer it.
    TLS_UNAVAILABLE,
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
    OUR_FAULT
}
