package dev.pennypost.dashboard.domains;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Secret;
import dev.pennypost.dashboard.shell.Form;
import dev.pennypost.domains.writer.Credentials;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an owner lends for one call to a DNS host, read from a form. Nothing of it is kept or shown again.
sealed interface Lent {
    record Good(Credentials credentials) implements Lent {}

    /// @param field the field at fault
    record Bad(String field, String why) implements Lent {}

    static Lent read(DnsHost host, Form form) {
        return new Reader(host, form).read();
    }

    /// Reads the fields of one host.
    record Reader(DnsHost host, Form form) {
        /// They become part of headers.
        private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");

        private static final Pattern BARE = Pattern.compile("[^:]+|\\[[^\\]]+\\]");

        Lent read() {
            for (DnsHost.Need need : host.needs()) {
                String given = form.text(need.name());
                if (given.isEmpty() && need.isRequired())
                    return new Bad(need.name(), "This is needed. It is used once and not kept.");
                if (!given.isEmpty() && !PRINTABLE.matcher(given).matches())
                    return new Bad(need.name(), "This cannot be right: there is a space or another odd character in it.");
            }
            return credentials();
        }

        private Lent credentials() {
            return switch (host) {
                case CLOUDFLARE -> new Good(new Credentials.Cloudflare(secret("token")));
                case DIGITALOCEAN -> new Good(new Credentials.DigitalOcean(secret("token")));
                case HETZNER -> new Good(new Credentials.Hetzner(secret("token")));
                case GANDI -> new Good(new Credentials.Gandi(secret("token")));
                case DESEC -> new Good(new Credentials.Desec(secret("token")));
                case PORKBUN -> new Good(new Credentials.Porkbun(secret("api_key"), secret("token")));
                case ROUTE53 ->
                    new Good(new Credentials.Route53(
                            form.text("access_key_id"),
                            secret("token"),
                            secret("session_token"),
                            form.filled("zone_id")));
                case RFC2136 -> update();
            };
        }

        private Lent update() {
            Optional<HostPort> server = server(form.text("server"));
            if (server.isEmpty()) return new Bad("server", "Enter a host, or a host and a port: ns1.example.com:53.");
            return algorithm(form.filled("algorithm").orElse("hmac-sha256"))
                    .<Lent>map(algorithm -> new Good(new Credentials.Rfc2136(
                            server.get(), form.text("key_name"), algorithm, secret("token"))))
                    .orElseGet(() -> new Bad("algorithm", "It is hmac-sha256, hmac-sha384 or hmac-sha512."));
        }

        private static Optional<HostPort> server(String text) {
            try {
                return Optional.of(HostPort.parse(BARE.matcher(text).matches() ? text + ":53" : text));
            } catch (IllegalArgumentException unreadable) {
                return Optional.empty();
            }
        }

        private static Optional<Credentials.Algorithm> algorithm(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "hmac-sha256" -> Optional.of(Credentials.Algorithm.HMAC_SHA256);
                case "hmac-sha384" -> Optional.of(Credentials.Algorithm.HMAC_SHA384);
                case "hmac-sha512" -> Optional.of(Credentials.Algorithm.HMAC_SHA512);
                default -> Optional.empty();
            };
        }

        private Secret secret(String name) {
            return new Secret(form.text(name));
        }
    }
}
