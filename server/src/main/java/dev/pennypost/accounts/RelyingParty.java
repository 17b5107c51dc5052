package dev.pennypost.accounts;

import com.webauthn4j.data.client.Origin;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/// Who passkeys are for (WebAuthn §4, Relying Party Identifier): the host of the dashboard.
record RelyingParty(String id, Origin origin) {
    private static final String HERE = "localhost";

    /// Empty where browsers have no passkeys: without TLS, and at numeric addresses. Whoever reaches this machine by its
    /// loopback address is taken for one who says `localhost`, which browsers allow.
    static Optional<RelyingParty> at(URI base) {
        String host = base.getHost();
        if (host == null) return Optional.empty();
        String name = isLoopback(host) ? HERE : host;
        boolean secure = "https".equalsIgnoreCase(base.getScheme()) || name.equals(HERE);
        if (!secure || isNumeric(name)) return Optional.empty();
        String port = base.getPort() < 0 ? "" : ":" + base.getPort();
        return Optional.of(new RelyingParty(name, new Origin(base.getScheme() + "://" + name + port)));
    }

    private static boolean isLoopback(String host) {
        return isNumeric(host) && InetAddress.ofLiteral(unbracketed(host)).isLoopbackAddress();
    }

    private static boolean isNumeric(String host) {
        try {
            InetAddress.ofLiteral(unbracketed(host));
            return true;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
