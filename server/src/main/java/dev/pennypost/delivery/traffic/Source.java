package dev.pennypost.delivery.traffic;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// An address of ours that mail leaves from.
///
/// @param name as the operator calls it
/// @param address null where the system chooses
/// @param ehloName what is said in EHLO from there; null for the usual name
public record Source(
        String name,
        @Nullable InetAddress address,
        @Nullable String ehloName) {
    static final Source SYSTEM = new Source("system", null, null);
}
