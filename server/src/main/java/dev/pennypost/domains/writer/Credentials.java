package dev.pennypost.domains.writer;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Secret;
import java.util.Optional;

/// How to reach a zone at the owner's DNS host: which one, and the secret the owner lends for one call. Prints without
/// its secrets.
public sealed interface Credentials {
    /// An API token with `Zone:Read` and `DNS:Edit`.
    record Cloudflare(Secret token) implements Credentials {}

    /// @param sessionToken empty for long-lived keys
    /// @param zoneId which hosted zone where several have the same name
    record Route53(String accessKeyId, Secret secretAccessKey, Secret sessionToken, Optional<String> zoneId)
            implements Credentials {}

    /// A personal access token with the scopes of domains.
    record DigitalOcean(Secret token) implements Credentials {}

    /// A token of the Cloud project that has the zone, with read and write permission.
    record Hetzner(Secret token) implements Credentials {}

    /// A personal access token that may manage the domain's technical configuration.
    record Gandi(Secret token) implements Credentials {}

    record Porkbun(Secret apiKey, Secret secretApiKey) implements Credentials {}

    record Desec(Secret token) implements Credentials {}

    /// Dynamic updates with a shared key.
    ///
    /// @param server the primary, where updates are taken
    /// @param keyName as the server knows the key
    /// @param key in Base64
    record Rfc2136(HostPort server, String keyName, Algorithm algorithm, Secret key) implements Credentials {}

    /// The algorithms for keys that are not broken (RFC 8945 §6).
    enum Algorithm {
        HMAC_SHA256,
        HMAC_SHA384,
        HMAC_SHA512
    }
}
