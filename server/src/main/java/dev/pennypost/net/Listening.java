package dev.pennypost.net;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Whether an address can be listened on, told before a listener is opened: Helidon does not throw when it cannot bind,
/// it logs a stack trace and lets `start()` return.
public final class Listening {
    private Listening() {}

    /// Does nothing when somebody may listen here now.
    ///
    /// @throws CannotStart naming the address and what is wrong with it
    public static void check(HostPort address) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
        } catch (IOException why) {
            throw CannotStart.notListening(address, why);
        }
    }

    /// The same for a listener that was opened: somebody else may have been faster since the first check.
    ///
    /// @throws CannotStart naming the address when it does not run
    public static void check(HostPort address, boolean runs) {
        if (runs) return;
        check(address);
        throw new CannotStart("cannot listen on " + address);
    }
}
