package dev.pennypost.domains.delegation;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.mail.dns.DnsServer;
import dev.pennypost.mail.dns.ResponseRate;
import dev.pennypost.mail.dns.ZoneSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Our name server: answers the world's questions about the operator's zone, wherever this node is to listen.
public final class DelegationServer implements AutoCloseable {
    private final List<DnsServer> listeners = new ArrayList<>();

    private DelegationServer() {}

    /// Starts listening; does nothing where this node is not to answer.
    ///
    /// @param random see [ResponseRate#of]
    /// @throws CannotStart when an address is not to be had
    public static DelegationServer start(DelegationConfig config, ZoneSource zones, RandomGenerator random) {
        var server = new DelegationServer();
        var rate = ResponseRate.of(
                config.answersPerSecond(), () -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()), random);
        try {
            for (HostPort address : config.listen()) server.listeners.add(listen(address, zones, rate));
            return server;
        } catch (CannotStart failed) {
            server.close();
            throw failed;
        }
    }

    private static DnsServer listen(HostPort address, ZoneSource zones, ResponseRate rate) {
        try {
            var socket = new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
            return DnsServer.start(socket, zones, rate);
        } catch (IOException why) {
            throw CannotStart.notListening(address, why);
        }
    }

    @Override
    public void close() {
        listeners.forEach(DnsServer::close);
    }
}
