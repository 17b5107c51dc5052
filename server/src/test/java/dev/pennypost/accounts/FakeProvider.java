package dev.pennypost.accounts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pennypost.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/// An OpenID provider on loopback that lets in whoever a test says.
final class FakeProvider implements AutoCloseable {
    static final String CLIENT = "penny post";
    static final String SECRET = "s%cret&";

    private final HttpServer server;
    private final InstantSource clock;
    private final Map<String, Asked> codes = new HashMap<>();
    final Map<String, Object> claims = new HashMap<>();
    final Map<String, Object> userInfo = new HashMap<>();
    private RsaJsonWebKey key = key("one");
    private RsaJsonWebKey published = key;
    private int tokenRequests;

    FakeProvider(InstantSource clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, 200, Json.write(metadata())));
        server.createContext("/keys", exchange -> answer(exchange, 200, "{\"keys\":[" + published.toJson() + "]}"));
        server.createContext("/token", this::token);
        server.createContext("/userinfo", exchange -> answer(exchange, 200, Json.write(userInfo)));
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int tokenRequests() {
        return tokenRequests;
    }

    /// Signs with another key from now on, and says so.
    void rotate() {
        key = key("two");
        published = key;
    }

    /// Signs with a key that is not its own.
    void forge() {
        key = key("one");
    }

    /// What the provider's page does once somebody has signed in there: sends the browser back with a code.
    Map<String, String> signedIn(URI authorization) {
        assertGood(authorization);
        var asked = parameters(authorization.getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(
                code,
                new Asked(
                        Objects.requireNonNull(asked.get("code_challenge")),
                        Objects.requireNonNull(asked.get("redirect_uri")),
                        Objects.requireNonNull(asked.get("nonce"))));
        return Map.of("code", code, "state", asked.get("state"));
    }

    private void assertGood(URI authorization) {
        var asked = parameters(authorization.getRawQuery());
        if (!authorization.toString().startsWith(issuer() + "/authorize?")
                || !Objects.requireNonNull(asked.get("response_type")).equals("code")
                || !Objects.requireNonNull(asked.get("client_id")).equals(CLIENT)
                || !Objects.requireNonNull(asked.get("scope")).equals("openid email profile")
                || !Objects.requireNonNull(asked.get("code_challenge_method")).equals("S256"))
            throw new AssertionError(authorization);
    }

    private Map<String, Object> metadata() {
        return Map.of(
                "issuer", issuer(),
                "authorization_endpoint", issuer() + "/authorize",
                "token_endpoint", issuer() + "/token",
                "userinfo_endpoint", issuer() + "/userinfo",
                "jwks_uri", issuer() + "/keys");
    }

    private void token(HttpExchange exchange) throws IOException {
        tokenRequests++;
        var said = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
        var asked = codes.remove(said.get("code"));
        if (asked == null || !isGood(said, asked) || !isOurClient(exchange)) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        answer(
                exchange,
                200,
                Json.write(Map.of("access_token", "at", "token_type", "Bearer", "id_token", idToken(asked.nonce()))));
    }

    private static boolean isGood(Map<String, String> said, Asked asked) {
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Tokens.hash(Objects.requireNonNull(said.get("code_verifier"))));
        return Objects.requireNonNull(said.get("grant_type")).equals("authorization_code")
                && challenge.equals(asked.challenge())
                && Objects.requireNonNull(said.get("redirect_uri")).equals(asked.redirect());
    }

    private static boolean isOurClient(HttpExchange exchange) {
        String basic = exchange.getRequestHeaders().getFirst("Authorization");
        if (basic == null) return false;
        String both =
                new String(Base64.getDecoder().decode(basic.substring("Basic ".length())), StandardCharsets.US_ASCII);
        return Arrays.stream(both.split(":", 2))
                .map(one -> URLDecoder.decode(one, StandardCharsets.UTF_8))
                .toList()
                .equals(List.of(CLIENT, SECRET));
    }

    private String idToken(String nonce) {
        var said = new JwtClaims();
        said.setIssuer(issuer());
        said.setAudience(CLIENT);
        said.setIssuedAt(NumericDate.fromSeconds(clock.instant().getEpochSecond()));
        said.setExpirationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond() + 300));
        said.setClaim("nonce", nonce);
        claims.forEach(said::setClaim);
        var signed = new JsonWebSignature();
        signed.setPayload(said.toJson());
        signed.setKey(key.getPrivateKey());
        signed.setKeyIdHeaderValue(key.getKeyId());
        signed.setAlgorithmHeaderValue("RS256");
        try {
            return signed.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static RsaJsonWebKey key(String id) {
        try {
            var key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> parameters(String form) {
        return Arrays.stream(form.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                        pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Asked(String challenge, String redirect, String nonce) {}
}
