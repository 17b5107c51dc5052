package dev.pennypost.dns;

import dev.pennypost.mail.dns.DirectDns;
import dev.pennypost.mail.dns.SocketDns;
import dev.pennypost.net.AddressPolicy;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// The ways to ask DNS servers one by one, as the operator allows.
///
/// @param nameServers asks the servers of customers' zones, at addresses that may be asked
/// @param resolver asks the resolvers
/// @param resolvers the resolvers, in order of preference
/// @param asksNameServers whether name servers may be asked at all, or only resolvers
/// @param port where name servers listen
public record ServerAccess(
        DirectDns nameServers,
        DirectDns resolver,
        List<InetSocketAddress> resolvers,
        boolean asksNameServers,
        int port) {
    public ServerAccess {
        resolvers = List.copyOf(resolvers);
    }

    /// @param random for the ids of messages: nobody may be able to guess it
    public static ServerAccess of(DnsConfig config, RandomGenerator random) {
        return new ServerAccess(
                new SocketDns(permitted(config), random),
                new SocketDns(_ -> true, random),
                Resolvers.addresses(config),
                config.askNameServers(),
                config.nameServerPort());
    }

    /// Owners of domains choose the addresses of their name servers, so they must not lead into our own network.
    private static Predicate<InetAddress> permitted(DnsConfig config) {
        AddressPolicy policy = AddressPolicy.allowingPrivate(config.privateNameServers());
        boolean six = policy == AddressPolicy.ANY || hasIpv6();
        return address -> policy.permits(address) && (six || address instanceof Inet4Address);
    }

    /// Without a public IPv6 address of our own every IPv6 name server would look dead.
    private static boolean hasIpv6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(address -> !(address instanceof Inet4Address) && AddressPolicy.isPublic(address));
        } catch (SocketException unknown) {
            return false;
        }
    }
}
