package dev.pennypost.dashboard.domains;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The DNS hosts that records can be published at with a token, and what each wants to be told.
enum DnsHost {
    CLOUDFLARE(
            "Cloudflare",
            Need.secret(
                    "token", "API token", "My profile → API tokens. It needs Zone: Read and DNS: Edit for the zone.")),
    ROUTE53(
            "Amazon Route 53",
            Need.text("access_key_id", "Access key id", "Of a user who may list zones and change record sets."),
            Need.secret("token", "Secret access key", ""),
            Need.optional("session_token", "Session token", "Only for temporary credentials.", true),
            Need.optional("zone_id", "Hosted zone id", "Only where several zones have the same name.", false)),
    DIGITALOCEAN(
            "DigitalOcean", Need.secret("token", "Personal access token", "API → Tokens, with the scopes of domains.")),
    HETZNER(
            "Hetzner",
            Need.secret("token", "API token", "Of the Cloud project that has the zone, with read and write.")),
    GANDI("Gandi", Need.secret("token", "Personal access token", "It needs “Manage domain technical configurations”.")),
    PORKBUN(
            "Porkbun",
            Need.optional("api_key", "API key", "Begins with pk1_. Switch on API access for the domain first.", true)
                    .required(),
            Need.secret("token", "Secret API key", "Begins with sk1_.")),
    DESEC("deSEC", Need.secret("token", "Token", "Account → Token management.")),
    RFC2136(
            "A server that takes dynamic updates (RFC 2136)",
            Need.text("server", "Server", "The primary, such as ns1.example.com or 192.0.2.53:53."),
            Need.text("key_name", "Name of the key", "As the server knows it."),
            Need.text(
                            "algorithm",
                            "Algorithm",
                            "hmac-sha256, hmac-sha384 or hmac-sha512; the first unless you know better.")
                    .notRequired(),
            Need.secret("token", "Key", "In Base64."));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, which the type does not say
    private final List<Need> needs;

    DnsHost(String title, Need... needs) {
        this.title = title;
        this.needs = List.of(needs);
    }

    /// One field of the form.
    record Need(String name, String label, String hint, boolean isSecret, boolean isRequired) {
        static Need secret(String name, String label, String hint) {
            return new Need(name, label, hint, true, true);
        }

        static Need text(String name, String label, String hint) {
            return new Need(name, label, hint, false, true);
        }

        static Need optional(String name, String label, String hint, boolean isSecret) {
            return new Need(name, label, hint, isSecret, false);
        }

        Need required() {
            return new Need(name, label, hint, isSecret, true);
        }

        Need notRequired() {
            return new Need(name, label, hint, isSecret, false);
        }
    }

    static Optional<DnsHost> of(String code) {
        return Arrays.stream(values()).filter(host -> host.code().equals(code)).findFirst();
    }

    /// As the catalogue of providers has it, and the API.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    List<Need> needs() {
        return needs;
    }
}
