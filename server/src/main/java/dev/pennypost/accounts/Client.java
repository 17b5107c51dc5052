package dev.pennypost.accounts;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Where somebody signs in from.
///
/// @param address of the network, as text
/// @param program what it says it is: the `User-Agent`, empty when it says nothing
/// @param device what [SignInResult.SignedIn] gave it at an earlier time; null for a browser that is new to us
public record Client(String address, String program, @Nullable String device) {
    private static final int MOST = 300;

    public Client {
        if (program.length() > MOST) program = program.substring(0, MOST);
    }

    /// What counts as one client: an address, or the network of 64 bits that whoever has an address of IPv6 can choose
    /// from (RFC 6177 §2).
    String network() {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(six.getAddress(), 0, 8) + "/64"
                    : address;
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }
}
