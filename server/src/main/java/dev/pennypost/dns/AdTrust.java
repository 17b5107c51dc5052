package dev.pennypost.dns;

import java.net.InetAddress;

/// Which resolvers are believed when they say that they validated an answer, with the AD bit (RFC 4035 §3.2.3).
public enum AdTrust {
    /// Those on this machine: nobody can change what they say on its way (RFC 7672 §2.2).
    LOOPBACK,
    ALL,
    NONE;

    boolean includes(InetAddress resolver) {
        return switch (this) {
            case LOOPBACK -> resolver.isLoopbackAddress();
            case ALL -> true;
            case NONE -> false;
        };
    }
}
