package dev.pennypost.domains.writer;

import java.net.URI;

/// Where the APIs of the DNS hosts are.
public record Endpoints(URI cloudflare, URI route53, URI digitalOcean, URI hetzner, URI gandi, URI porkbun, URI desec) {
    public static Endpoints standard() {
        return new Endpoints(
                URI.create("https://api.cloudflare.com/client/v4"),
                URI.create("https://route53.amazonaws.com"),
                URI.create("https://api.digitalocean.com/v2"),
                URI.create("https://api.hetzner.cloud/v1"),
                URI.create("https://api.gandi.net/v5"),
                URI.create("https://api.porkbun.com/api/json/v3"),
                URI.create("https://desec.io/api/v1"));
    }

    /// All of them at one place, for tests.
    static Endpoints allAt(URI base) {
        return new Endpoints(base, base, base, base, base, base, base);
    }
}
