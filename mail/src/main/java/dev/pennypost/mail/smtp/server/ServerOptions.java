package dev.pennypost.mail.smtp.server;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How a server is set up.
///
/// @param listen port 0 takes any that is free
/// @param hostName what the server calls itself
/// @param tls for STARTTLS, or null to offer none
public record ServerOptions(
        InetSocketAddress listen,
        String hostName,
        ServerLimits limits,
        @Nullable SSLContext tls) {

    public static ServerOptions at(InetSocketAddress listen, String hostName) {
        return new ServerOptions(listen, hostName, ServerLimits.standard(), null);
    }

    public ServerOptions withTls(SSLContext context) {
        return new ServerOptions(listen, hostName, limits, context);
    }

    public ServerOptions withLimits(ServerLimits other) {
        return new ServerOptions(listen, hostName, other, tls);
    }
}
