package dev.pennypost.api.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// One kept-alive connection to the API, over which requests go as the octets that an official client writes
/// (recorded from resend-node 6.38.0 and python-requests 2.34, read off the sources of resend-go 3.12.0 and
/// okhttp 4): the heads differ in more than their user agents.
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private final String host;
    private final String key;

    Wire(GoldenWorld world, String key) throws IOException {
        URI url = URI.create(world.url());
        this.socket = new Socket(url.getHost(), url.getPort());
        this.socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.host = url.getAuthority();
        this.key = key;
    }

    /// As `fetch` of Node sends it. The SDK names the content type of bodies that are not there.
    ///
    /// @param headers further lines
    Answer node(String method, String path, String body, String... headers) throws IOException {
        var head = head(
                method,
                path,
                "host: " + host,
                "connection: keep-alive",
                "Authorization: Bearer " + key,
                "User-Agent: resend-node:6.38.0",
                "Content-Type: application/json");
        for (String header : headers) head.append(header).append("\r\n");
        head.append("accept: */*\r\naccept-language: *\r\nsec-fetch-mode: cors\r\naccept-encoding: gzip, deflate\r\n");
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        boolean isSized = octets.length > 0 || method.equals("POST") || method.equals("PATCH");
        return ask(head.append(isSized ? "content-length: " + octets.length + "\r\n" : ""), octets);
    }

    /// As `requests` of Python sends it. The SDK gives every request a body, the empty object when it has none.
    Answer python(String method, String path, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        var head = head(
                method,
                path,
                "Host: " + host,
                "User-Agent: resend-python:2.39.0",
                "Accept-Encoding: gzip, deflate",
                "Accept: application/json",
                "Connection: keep-alive",
                "Authorization: Bearer " + key,
                "Content-Length: " + octets.length,
                "Content-Type: application/json");
        return ask(head, octets);
    }

    /// As Go's `net/http` sends it: in chunks, because the SDK hides how long its bodies are, with the line break that
    /// Go's JSON encoder ends in; without a content type where there is no body.
    Answer go(String method, String path, String body) throws IOException {
        boolean hasBody = !body.isEmpty();
        var head = head(method, path, "Host: " + host, "User-Agent: resend-go/3.12.0");
        if (hasBody) head.append("Transfer-Encoding: chunked\r\n");
        else if (method.equals("POST")) head.append("Content-Length: 0\r\n");
        head.append("Accept: application/json\r\nAuthorization: Bearer ")
                .append(key)
                .append("\r\n");
        if (hasBody) head.append("Content-Type: application/json\r\n");
        head.append("Accept-Encoding: gzip\r\n");
        return ask(head, hasBody ? chunked((body + "\n").getBytes(StandardCharsets.UTF_8)) : new byte[0]);
    }

    /// As OkHttp sends it for the Java SDK: what has no body has an empty one, of the JSON type.
    Answer java(String method, String path, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        var head = head(
                method,
                path,
                "Accept: application/json",
                "User-Agent: resend-java/4.23.0",
                "Authorization: Bearer " + key);
        if (!method.equals("GET"))
            head.append("Content-Type: application/json; charset=utf-8\r\nContent-Length: ")
                    .append(octets.length)
                    .append("\r\n");
        head.append("Host: ").append(host).append("\r\nConnection: Keep-Alive\r\nAccept-Encoding: gzip\r\n");
        return ask(head, octets);
    }

    /// As curl sends a large body for the PHP SDK: only after the server has said that it wants it (RFC 9110
    /// §10.1.1).
    Answer php(String method, String path, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        var head = head(
                method,
                path,
                "Host: " + host,
                "Authorization: Bearer " + key,
                "Content-Type: application/json",
                "User-Agent: resend-php/1.0.0",
                "Expect: 100-Continue",
                "Content-Length: " + octets.length);
        write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        assertThat(line()).as("the interim answer").startsWith("HTTP/1.1 100");
        assertThat(line()).isEmpty();
        write(octets);
        return answer();
    }

    private static StringBuilder head(String method, String path, String... lines) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        for (String line : lines) head.append(line).append("\r\n");
        return head;
    }

    private Answer ask(StringBuilder head, byte[] body) throws IOException {
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        write(all.toByteArray());
        return answer();
    }

    private void write(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    /// Two chunks and the last (RFC 9112 §7.1), cut wherever it falls.
    private static byte[] chunked(byte[] body) {
        var all = new ByteArrayOutputStream();
        int half = body.length / 2;
        chunk(all, body, 0, half);
        chunk(all, body, half, body.length - half);
        all.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream all, byte[] body, int from, int length) {
        all.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        all.write(body, from, length);
        all.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private Answer answer() throws IOException {
        String status = line();
        assertThat(status).startsWith("HTTP/1.1 ");
        var headers = new LinkedHashMap<String, String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(Integer.parseInt(status.substring(9, 12)), headers, new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) throw new EOFException("the server closed the connection after: " + line);
            if (octet != '\r') line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// What came back.
    ///
    /// @param headers by their lower-case names
    record Answer(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            return Json.MAPPER.readTree(body);
        }

        /// Fails unless it is this status with these keys in this order, in JSON as every client expects it.
        Answer is(int expected, String... keys) {
            assertThat(status).as(body).isEqualTo(expected);
            assertThat(headers).containsEntry("content-type", "application/json; charset=utf-8");
            assertThat(json().propertyNames()).as(body).containsExactly(keys);
            return this;
        }

        String text(String key) {
            return json().get(key).stringValue();
        }

        /// The objects of a list answer.
        List<JsonNode> data() {
            return json().get("data").values().stream().toList();
        }
    }
}
