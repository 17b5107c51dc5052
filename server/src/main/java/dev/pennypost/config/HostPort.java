package dev.pennypost.config;

/// A host and a port as settings spell them: `127.0.0.1:3460`, `[::1]:25`, `mx.example.com:25`. Port 0 means any free
/// one.
public record HostPort(String host, int port) {
    /// @throws IllegalArgumentException when the text is not `host:port`
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) throw new IllegalArgumentException("`" + text + "` is not host:port");
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) host = host.substring(1, host.length() - 1);
        int port = parsePort(text, text.substring(colon + 1));
        return new HostPort(host, port);
    }

    private static int parsePort(String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 0 && port <= 65535) return port;
        } catch (NumberFormatException notANumber) {
            // told below, together with numbers out of range
        }
        throw new IllegalArgumentException("`" + text + "` has no port between 0 and 65535");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
