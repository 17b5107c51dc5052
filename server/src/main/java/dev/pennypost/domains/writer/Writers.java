package dev.pennypost.domains.writer;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Secret;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.net.OutboundHttp;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

/// Makes the writer that credentials are for.
record Writers(
        OutboundHttp http,
        HostLookup lookup,
        AddressPolicy policy,
        Endpoints endpoints,
        InstantSource clock,
        Pause pause) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    ZoneWriter of(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Cloudflare(var token) -> new CloudflareWriter(http, endpoints.cloudflare(), token);
            case Credentials.DigitalOcean(var token) -> new DigitalOceanWriter(http, endpoints.digitalOcean(), token);
            case Credentials.Hetzner(var token) -> new HetznerWriter(http, endpoints.hetzner(), token, pause);
            case Credentials.Gandi(var token) -> new GandiWriter(http, endpoints.gandi(), token);
            case Credentials.Desec(var token) -> new DesecWriter(http, endpoints.desec(), token);
            case Credentials.Porkbun(var key, var secret) -> new PorkbunWriter(http, endpoints.porkbun(), key, secret);
            case Credentials.Route53(var id, var key, var session, var zone) -> route53(id, key, session, zone);
            case Credentials.Rfc2136 update -> new UpdateWriter(address(update.server()), key(update));
        };
    }

    private ZoneWriter route53(String id, Secret key, Secret session, Optional<String> zone) {
        // Route 53 is one service for the whole world and signs as in its home region
        var signer = new AwsSigner(id, key, session, "us-east-1", "route53");
        return new Route53Writer(http, endpoints.route53(), signer, zone, clock);
    }

    /// The address that is dialled is the address that was asked about.
    private InetSocketAddress address(HostPort server) {
        try {
            return lookup.addresses(server.host(), PATIENCE).stream()
                    .filter(policy::permits)
                    .findFirst()
                    .map(address -> new InetSocketAddress(address, server.port()))
                    .orElseThrow(
                            () -> new Refused(new WriterProblem.Unreachable(server.host() + " has no public address")));
        } catch (UnknownHostException nowhere) {
            throw new Refused(new WriterProblem.Unreachable(server.host() + " has no address"));
        }
    }

    private TSIG key(Credentials.Rfc2136 update) {
        try {
            var name = Name.fromString(update.keyName(), Name.root);
            byte[] key = Base64.getDecoder().decode(update.key().reveal());
            return new TSIG(algorithm(update.algorithm()), name, key);
        } catch (TextParseException | IllegalArgumentException unreadable) {
            throw new Refused(new WriterProblem.BadCredentials("The key is not Base64, or its name is no name."));
        }
    }

    private static Name algorithm(Credentials.Algorithm algorithm) {
        return switch (algorithm) {
            case HMAC_SHA256 -> TSIG.HMAC_SHA256;
            case HMAC_SHA384 -> TSIG.HMAC_SHA384;
            case HMAC_SHA512 -> TSIG.HMAC_SHA512;
        };
    }
}
