package dev.pennypost.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pennypost.json.Json;
import dev.pennypost.net.Exchange;
import dev.pennypost.net.Exchange.Header;
import dev.pennypost.net.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The OpenID provider: what it says about itself (OpenID Connect Discovery 1.0), the exchange of a code for tokens
/// (OpenID Connect Core 1.0 §3.1.3), and whether an ID token is its own and for us (§3.1.3.7).
final class OidcProvider {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int MOST_OCTETS = 1_000_000;
    private static final int SKEW_SECONDS = 60;

    /// Those with a public key: with another one, whoever knows our client's secret could make tokens.
    private static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT,
            "RS256",
            "RS384",
            "RS512",
            "PS256",
            "PS384",
            "PS512",
            "ES256",
            "ES384",
            "ES512",
            "EdDSA");

    private final OidcConfig config;
    private final OutboundHttp http;
    private final InstantSource clock;
    private final Cache<URI, Document> documents;

    OidcProvider(OidcConfig config, OutboundHttp http, InstantSource clock) {
        this.config = config;
        this.http = http;
        this.clock = clock;
        this.documents = Caffeine.newBuilder().maximumSize(10).build();
    }

    /// Where people are sent, with these parameters.
    URI authorization(Map<String, String> parameters) throws OidcFailed {
        String endpoint = endpoint("authorization_endpoint");
        return uri(endpoint + (endpoint.contains("?") ? "&" : "?") + form(parameters));
    }

    /// What somebody's code stands for.
    JsonNode tokens(String code, String verifier, String redirect) throws OidcFailed {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("grant_type", "authorization_code");
        parameters.put("code", code);
        parameters.put("redirect_uri", redirect);
        parameters.put("client_id", config.clientId());
        parameters.put("code_verifier", verifier);
        if (config.clientSecret().isEmpty()) return tokens(parameters, List.of());
        if (takesBasic()) return tokens(parameters, List.of(basic()));
        parameters.put("client_secret", config.clientSecret().reveal());
        return tokens(parameters, List.of());
    }

    private JsonNode tokens(Map<String, String> parameters, List<Header> more) throws OidcFailed {
        var headers = new ArrayList<>(more);
        headers.add(new Header("Accept", "application/json"));
        headers.add(new Header("Content-Type", "application/x-www-form-urlencoded"));
        byte[] body = form(parameters).getBytes(StandardCharsets.US_ASCII);
        return asked(new Exchange("POST", uri(endpoint("token_endpoint")), headers, body, TIMEOUT, MOST_OCTETS));
    }

    /// What an ID token says, when it holds.
    JwtClaims claims(String idToken, String nonce) throws OidcFailed {
        var claims = verified(idToken);
        if (!nonce.equals(claims.getClaimValueAsString("nonce"))) throw new OidcFailed("the nonce is another");
        Object party = claims.getClaimValue("azp");
        if (party != null && !party.equals(config.clientId())) throw new OidcFailed("the token is for another client");
        return claims;
    }

    /// What the provider says about whom the token is for, beyond the ID token (§5.3).
    JsonNode userInfo(String accessToken) throws OidcFailed {
        var headers = List.of(
                new Header("Accept", "application/json"), new Header("Authorization", "Bearer " + accessToken));
        return asked(new Exchange(
                "GET", uri(endpoint("userinfo_endpoint")), headers, new byte[0], TIMEOUT, MOST_OCTETS));
    }

    private JwtClaims verified(String idToken) throws OidcFailed {
        URI keys = uri(endpoint("jwks_uri"));
        try {
            return verified(idToken, get(keys));
        } catch (OidcFailed perhapsNewKeys) {
            documents.invalidate(keys);
            return verified(idToken, get(keys));
        }
    }

    private JwtClaims verified(String idToken, JsonNode keys) throws OidcFailed {
        try {
            return new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(ALGORITHMS)
                    .setVerificationKeyResolver(new JwksVerificationKeyResolver(
                            new JsonWebKeySet(keys.toString()).getJsonWebKeys()))
                    .setRequireExpirationTime()
                    .setRequireIssuedAt()
                    .setRequireSubject()
                    .setExpectedIssuer(config.issuer())
                    .setExpectedAudience(config.clientId())
                    .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                    .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                    .build()
                    .processToClaims(idToken);
        } catch (InvalidJwtException | JoseException bad) {
            throw new OidcFailed("the ID token does not hold", bad);
        }
    }

    private boolean takesBasic() throws OidcFailed {
        JsonNode methods = metadata().path("token_endpoint_auth_methods_supported");
        // Discovery §3: without it, client_secret_basic
        return !methods.isArray()
                || methods.isEmpty()
                || StreamSupport.stream(methods.spliterator(), false)
                        .anyMatch(one -> one.asString("").equals("client_secret_basic"));
    }

    /// RFC 6749 §2.3.1: both are escaped as in forms before they are joined.
    private Header basic() {
        String both = escaped(config.clientId()) + ":"
                + escaped(config.clientSecret().reveal());
        return new Header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII)));
    }

    private String endpoint(String name) throws OidcFailed {
        String endpoint = metadata().path(name).asString("");
        if (endpoint.isEmpty()) throw new OidcFailed("the provider names no " + name);
        return endpoint;
    }

    private JsonNode metadata() throws OidcFailed {
        String issuer = config.issuer();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        JsonNode metadata = get(uri(base + "/.well-known/openid-configuration"));
        // Discovery §4.3: somebody else's document must not stand in for the provider's
        if (!metadata.path("issuer").asString("").equals(issuer))
            throw new OidcFailed("the provider calls itself " + metadata.path("issuer"));
        return metadata;
    }

    private JsonNode get(URI url) throws OidcFailed {
        var known = documents.getIfPresent(url);
        if (known != null && known.until().isAfter(clock.instant())) return known.content();
        var headers = List.of(new Header("Accept", "application/json"));
        JsonNode content = asked(new Exchange("GET", url, headers, new byte[0], TIMEOUT, MOST_OCTETS));
        documents.put(url, new Document(content, clock.instant().plus(REMEMBERED)));
        return content;
    }

    private JsonNode asked(Exchange exchange) throws OidcFailed {
        try {
            var answer = http.send(exchange);
            if (answer.status() != 200) throw new OidcFailed(exchange.url() + " answers " + answer.status());
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException | JacksonException bad) {
            throw new OidcFailed("no good answer from " + exchange.url(), bad);
        }
    }

    private static URI uri(String text) throws OidcFailed {
        try {
            var uri = URI.create(text);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (!web || uri.getHost() == null) throw new OidcFailed("no address on the web: " + text);
            return uri;
        } catch (IllegalArgumentException bad) {
            throw new OidcFailed("no URL", bad);
        }
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> escaped(one.getKey()) + "=" + escaped(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record Document(JsonNode content, Instant until) {}
}
