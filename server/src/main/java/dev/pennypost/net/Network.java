package dev.pennypost.net;

import java.net.InetAddress;

/// A range of addresses: `10.0.0.0/8`, `fc00::/7`.
///
/// @param bits how many of the prefix count
public record Network(byte[] prefix, int bits) {
    /// @param cidr an address literal, a slash and the number of bits that count
    /// @throws IllegalArgumentException when it is something else
    public static Network parse(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0) throw new IllegalArgumentException("`" + cidr + "` has no prefix length");
        return new Network(literal(cidr.substring(0, slash)), Integer.parseInt(cidr.substring(slash + 1)));
    }

    public boolean contains(byte[] address) {
        if (address.length != prefix.length) return false;
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) return false;
        }
        return true;
    }

    private static byte[] literal(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException notALiteral) {
            throw new IllegalArgumentException("`" + address + "` is not an address", notALiteral);
        }
    }
}
