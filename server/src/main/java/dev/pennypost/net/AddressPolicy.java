package dev.pennypost.net;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Which addresses may be dialled for a customer. Ask it about the very address that is going to be dialled, after
/// resolution: a name that was harmless when it was checked may lead elsewhere when it is resolved again.
public enum AddressPolicy {
    /// Only addresses of the public internet.
    PUBLIC_ONLY,
    /// Only this machine: what is played in a sandbox stays there.
    LOOPBACK_ONLY,
    /// Every address, loopback included: for the sandbox, and for operators who say so.
    ANY;

    /// Everything of IPv4 that is not globally reachable unicast (the IANA special-purpose registry, RFC 6890), and
    /// the one cloud metadata service that hides behind a public address.
    private static final List<Network> NOT_PUBLIC_4 = networks(
            "0.0.0.0/8", // RFC 791 §3.2: this network; Linux takes 0.0.0.0 for itself
            "10.0.0.0/8", // RFC 1918 §3
            "100.64.0.0/10", // RFC 6598 §7: carrier-grade NAT; also Alibaba's metadata
            "127.0.0.0/8", // RFC 1122 §3.2.1.3
            "168.63.129.16/32", // Azure's host: metadata and DHCP
            "169.254.0.0/16", // RFC 3927 §2.1: link-local; most clouds' metadata
            "172.16.0.0/12", // RFC 1918 §3
            "192.0.0.0/24", // RFC 6890 §2.1; also Oracle's metadata
            "192.0.2.0/24", // RFC 5737 §3
            "192.88.99.0/24", // RFC 7526 §4: 6to4 relays, withdrawn
            "192.168.0.0/16", // RFC 1918 §3
            "198.18.0.0/15", // RFC 2544 §C.2.2
            "198.51.100.0/24", // RFC 5737 §3
            "203.0.113.0/24", // RFC 5737 §3
            "224.0.0.0/4", // RFC 5771 §3: multicast
            "240.0.0.0/4"); // RFC 1112 §4: reserved; RFC 919 §7: broadcast

    /// RFC 4291 §2.4, IANA: all global unicast in use. What lies outside (loopback, link-local, unique local,
    /// multicast) needs no list.
    private static final Network GLOBAL_6 = Network.parse("2000::/3");

    private static final List<Network> NOT_PUBLIC_6 = networks(
            "2001::/23", // RFC 2928 §2: protocol assignments, Teredo among them
            "2001:db8::/32", // RFC 3849 §2
            "2002::/16", // RFC 3056 §2: 6to4 carries any IPv4 address in its middle
            "3fff::/20"); // RFC 9637 §3

    /// RFC 6052 §2.1: how an IPv6-only network reaches IPv4 hosts. Its last four octets are the address that counts.
    private static final Network NAT64 = Network.parse("64:ff9b::/96");

    /// The policy for a setting that may open private addresses.
    public static AddressPolicy allowingPrivate(boolean privateAddresses) {
        return privateAddresses ? ANY : PUBLIC_ONLY;
    }

    public boolean permits(InetAddress address) {
        return switch (this) {
            case PUBLIC_ONLY -> isPublic(address);
            case LOOPBACK_ONLY -> address.isLoopbackAddress();
            case ANY -> true;
        };
    }

    /// Whether the address belongs to the public internet.
    public static boolean isPublic(InetAddress address) {
        byte[] octets = address.getAddress();
        if (NAT64.contains(octets)) return isPublic4(Arrays.copyOfRange(octets, 12, 16));
        return octets.length == 4 ? isPublic4(octets) : isPublic6(octets);
    }

    private static boolean isPublic4(byte[] octets) {
        return NOT_PUBLIC_4.stream().noneMatch(network -> network.contains(octets));
    }

    private static boolean isPublic6(byte[] octets) {
        return GLOBAL_6.contains(octets) && NOT_PUBLIC_6.stream().noneMatch(network -> network.contains(octets));
    }

    private static List<Network> networks(String... cidrs) {
        return Stream.of(cidrs).map(Network::parse).toList();
    }
}
