package dev.pennypost.dashboard.smtp;

import java.net.URI;
import java.util.Objects;
import java.util.Set;

/// A port that mail programs hand in messages at.
///
/// @param implicitTls whether TLS comes first (RFC 8314 §3.3); otherwise it starts with STARTTLS
record Entrance(String host, int port, boolean implicitTls) {
    private static final Set<String> EVERY_ADDRESS = Set.of("", "0.0.0.0", "[::]", "::");

    /// @param url of a listener, such as `smtp://0.0.0.0:587`
    /// @param here the host that the visitor reaches us under, for listeners at every address
    static Entrance of(String url, String here) {
        URI parts = URI.create(url);
        String host = Objects.requireNonNullElse(parts.getHost(), "");
        return new Entrance(
                EVERY_ADDRESS.contains(host) ? here : host,
                parts.getPort(),
                "smtps".equals(parts.getScheme()));
    }

    String encryption() {
        return implicitTls ? "TLS (also called SSL/TLS, implicit)" : "STARTTLS";
    }
}
