package dev.pennypost.mail.smtp.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A server to connect to: an address that DNS was already asked for, and the name it was found under.
///
/// @param host the name for SNI and for the certificate check
public record Target(InetSocketAddress address, String host) {
    public Target {
        if (address.isUnresolved()) throw new IllegalArgumentException("not an IP address: " + address);
    }

    public static Target of(InetAddress ip, int port, String host) {
        return new Target(new InetSocketAddress(ip, port), host);
    }
}
