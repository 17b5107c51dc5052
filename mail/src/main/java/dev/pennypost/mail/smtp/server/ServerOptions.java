package dev.pennypost.mail.smtp.server;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How a server is set up.
///
/// @param listen port 0 takes any that is free
/// @param hostName what the server calls itself
/// @param tls for STARTTLS, or null to offer none
/// @param tlsFirst TLS begins before the first word (RFC 8314 §3); needs `tls`
/// @param logins null to serve everybody
public record ServerOptions(
        InetSocketAddress listen,
        String hostName,
        ServerLimits limits,
        @Nullable SSLContext tls,
        boolean tlsFirst,
        @Nullable Logins logins) {
    public ServerOptions {
        if (tlsFirst && tls == null) throw new IllegalArgumentException("TLS needs a context");
    }

    public static ServerOptions at(InetSocketAddress listen, String hostName) {
        return new ServerOptions(listen, hostName, ServerLimits.standard(), null, false, null);
    }

    public ServerOptions withTls(SSLContext context) {
        return new ServerOptions(listen, hostName, limits, context, tlsFirst, logins);
    }

    public ServerOptions withLimits(ServerLimits other) {
        return new ServerOptions(listen, hostName, other, tls, tlsFirst, logins);
    }

    /// For a listener where TLS comes first.
    public ServerOptions withTlsFirst(SSLContext context) {
        return new ServerOptions(listen, hostName, limits, context, true, logins);
    }

    public ServerOptions withLogins(Logins required) {
        return new ServerOptions(listen, hostName, limits, tls, tlsFirst, required);
    }
}
