package dev.pennypost.api.resend;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.config.HostPort;
import dev.pennypost.config.Secret;
import dev.pennypost.domains.writer.Credentials;
import java.util.Locale;

/// Reads how to reach a DNS host. `token` is the secret of every one of them; what else one needs stands beside it.
final class DnsCredentialsJson {
    private static final String PROVIDERS =
            "cloudflare, route53, digitalocean, hetzner, gandi, porkbun, desec, rfc2136";

    private DnsCredentialsJson() {}

    static Credentials read(Fields fields) {
        String provider = fields.requiredText("provider");
        return switch (provider) {
            case "cloudflare" -> new Credentials.Cloudflare(token(fields));
            case "digitalocean" -> new Credentials.DigitalOcean(token(fields));
            case "hetzner" -> new Credentials.Hetzner(token(fields));
            case "gandi" -> new Credentials.Gandi(token(fields));
            case "desec" -> new Credentials.Desec(token(fields));
            case "porkbun" -> new Credentials.Porkbun(required(fields, "api_key"), token(fields));
            case "route53" -> route53(fields);
            case "rfc2136" -> rfc2136(fields);
            default -> throw bad("provider", "It must be one of " + PROVIDERS + ".");
        };
    }

    private static Credentials route53(Fields fields) {
        return new Credentials.Route53(
                required(fields, "access_key_id").reveal(),
                token(fields),
                optional(fields, "session_token"),
                fields.text("zone_id"));
    }

    private static Credentials rfc2136(Fields fields) {
        return new Credentials.Rfc2136(
                server(fields.requiredText("server")),
                required(fields, "key_name").reveal(),
                algorithm(fields.text("algorithm").orElse("hmac-sha256")),
                token(fields));
    }

    private static HostPort server(String text) {
        try {
            boolean bare = text.matches("[^:]+|\\[[^\\]]+\\]");
            return HostPort.parse(bare ? text + ":53" : text);
        } catch (IllegalArgumentException unreadable) {
            throw bad("server", "It must be `host` or `host:port`.");
        }
    }

    private static Credentials.Algorithm algorithm(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "hmac-sha256" -> Credentials.Algorithm.HMAC_SHA256;
            case "hmac-sha384" -> Credentials.Algorithm.HMAC_SHA384;
            case "hmac-sha512" -> Credentials.Algorithm.HMAC_SHA512;
            default -> throw bad("algorithm", "It must be \"hmac-sha256\" | \"hmac-sha384\" | \"hmac-sha512\".");
        };
    }

    private static Secret token(Fields fields) {
        return required(fields, "token");
    }

    private static Secret required(Fields fields, String name) {
        return printable(name, fields.requiredText(name));
    }

    private static Secret optional(Fields fields, String name) {
        return fields.text(name).map(text -> printable(name, text)).orElseGet(() -> new Secret(""));
    }

    /// It becomes part of a header. What was pasted around it goes; the message does not repeat it.
    private static Secret printable(String name, String text) {
        String stripped = text.strip();
        if (!stripped.matches("[\\x21-\\x7e]+")) throw bad(name, "It must be printable ASCII without spaces.");
        return new Secret(stripped);
    }

    private static Refusal bad(String field, String why) {
        return new Refusal(new HttpProblem.BadField(field, "Invalid `" + field + "` field. " + why));
    }
}
