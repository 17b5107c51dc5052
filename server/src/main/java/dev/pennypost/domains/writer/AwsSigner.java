package dev.pennypost.domains.writer;

import dev.pennypost.config.Secret;
import dev.pennypost.net.Exchange.Header;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests to AWS with Signature Version 4: a chain of HMACs over the day, the region, the service and what is
/// asked. Signed are the host, the time and the session token; the body by its hash.
///
/// @param sessionToken empty for long-lived keys
record AwsSigner(String accessKeyId, Secret secretKey, Secret sessionToken, String region, String service) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// The headers that make the request a signed one, beside `Host`, which the client writes.
    List<Header> headers(String method, URI url, byte[] body, Instant now) {
        String time = TIME.format(now);
        var signed = new TreeMap<String, String>();
        signed.put("host", url.getAuthority());
        signed.put("x-amz-date", time);
        if (!sessionToken.isEmpty()) signed.put("x-amz-security-token", sessionToken.reveal());

        String names = String.join(";", signed.keySet());
        String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        String canonical = canonical(method, url, signed, names, body);
        String toSign = String.join("\n", ALGORITHM, time, scope, hex(sha256(utf8(canonical))));
        String signature = hex(hmac(key(time.substring(0, 8)), toSign));

        var headers = new ArrayList<Header>();
        headers.add(new Header("X-Amz-Date", time));
        if (!sessionToken.isEmpty()) headers.add(new Header("X-Amz-Security-Token", sessionToken.reveal()));
        headers.add(new Header(
                "Authorization",
                ALGORITHM + " Credential=" + accessKeyId + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + signature));
        return headers;
    }

    private static String canonical(String method, URI url, Map<String, String> signed, String names, byte[] body) {
        String headers = signed.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                .collect(Collectors.joining());
        return String.join("\n", method, path(url), query(url), headers, names, hex(sha256(body)));
    }

    private static String path(URI url) {
        return url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    }

    /// Sorted; a parameter without a value has an empty one.
    private static String query(URI url) {
        if (url.getRawQuery() == null) return "";
        return Stream.of(url.getRawQuery().split("&"))
                .map(pair -> pair.contains("=") ? pair : pair + "=")
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private byte[] key(String day) {
        byte[] key = utf8("AWS4" + secretKey.reveal());
        for (String step : List.of(day, region, service, "aws4_request")) key = hmac(key, step);
        return key;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }
}
