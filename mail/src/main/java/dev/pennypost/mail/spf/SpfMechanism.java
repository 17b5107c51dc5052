package dev.pennypost.mail.spf;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// What a directive of an SPF record compares the client with (RFC 7208 §5). A null domain is the one being checked.
sealed interface SpfMechanism {
    record All() implements SpfMechanism {}

    record Include(MacroString domain) implements SpfMechanism {}

    record A(@Nullable MacroString domain, Prefix prefix) implements SpfMechanism {}

    record Mx(@Nullable MacroString domain, Prefix prefix) implements SpfMechanism {}

    record Ptr(@Nullable MacroString domain) implements SpfMechanism {}

    /// `ip4` and `ip6`.
    record Ip(InetAddress network, int length) implements SpfMechanism {}

    record Exists(MacroString domain) implements SpfMechanism {}

    /// How many leading bits of an address count, for each family.
    record Prefix(int ip4, int ip6) {
        boolean covers(InetAddress network, InetAddress address) {
            return sameBits(network.getAddress(), address.getAddress(), address.getAddress().length == 4 ? ip4 : ip6);
        }
    }

    static boolean sameBits(byte[] network, byte[] address, int length) {
        if (network.length != address.length) return false;
        for (int bit = 0; bit < length; bit += 8) {
            int mask = 0xff00 >> Math.min(8, length - bit) & 0xff;
            if (((network[bit / 8] ^ address[bit / 8]) & mask) != 0) return false;
        }
        return true;
    }
}
