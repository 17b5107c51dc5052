package dev.pennypost.mail.smtp.client;

import java.net.InetAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How sessions are opened and held.
///
/// @param ehloName the name we introduce ourselves with, which should resolve to the address we come from
/// @param localAddress the address to connect from, or null to let the system choose
/// @param login null for servers that take mail from anybody
/// @param nanoTime measures durations, as [System#nanoTime] does
public record ClientOptions(
        String ehloName,
        Timeouts timeouts,
        TlsDemand tls,
        TlsContexts contexts,
        @Nullable InetAddress localAddress,
        @Nullable SmtpLogin login,
        LongSupplier nanoTime) {

    /// Opportunistic TLS and the timeouts of RFC 5321.
    public static ClientOptions named(String ehloName) {
        return new ClientOptions(
                ehloName,
                Timeouts.standard(),
                new TlsDemand.Opportunistic(),
                TlsContexts.standard(),
                null,
                null,
                System::nanoTime);
    }

    public ClientOptions withEhloName(String name) {
        return new ClientOptions(name, timeouts, tls, contexts, localAddress, login, nanoTime);
    }

    public ClientOptions withTls(TlsMode mode) {
        return withTls(TlsDemand.of(mode));
    }

    public ClientOptions withTls(TlsDemand demand) {
        return new ClientOptions(ehloName, timeouts, demand, contexts, localAddress, login, nanoTime);
    }

    public ClientOptions withContexts(TlsContexts other) {
        return new ClientOptions(ehloName, timeouts, tls, other, localAddress, login, nanoTime);
    }

    public ClientOptions withTimeouts(Timeouts other) {
        return new ClientOptions(ehloName, other, tls, contexts, localAddress, login, nanoTime);
    }

    public ClientOptions withLocalAddress(InetAddress address) {
        return new ClientOptions(ehloName, timeouts, tls, contexts, address, login, nanoTime);
    }

    public ClientOptions withNanoTime(LongSupplier clock) {
        return new ClientOptions(ehloName, timeouts, tls, contexts, localAddress, login, clock);
    }

    public ClientOptions withLogin(SmtpLogin as) {
        return new ClientOptions(ehloName, timeouts, tls, contexts, localAddress, as, nanoTime);
    }
}
