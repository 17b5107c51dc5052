package dev.pennypost.api.http;

import dev.pennypost.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes back to the caller.
///
/// @param writer writes the body piece by piece; null where `body` is all of it
public record Response(
        int status,
        String contentType,
        byte[] body,
        List<Header> headers,
        @Nullable Writer writer) {
    private static final String JSON = "application/json; charset=utf-8";

    public Response {
        headers = List.copyOf(headers);
    }

    /// A body that is there as a whole.
    public Response(int status, String contentType, byte[] body, List<Header> headers) {
        this(status, contentType, body, headers, null);
    }

    /// A JSON answer; SDKs insist on this content type even for errors and deletes.
    public static Response json(int status, Object body) {
        return new Response(status, JSON, Json.bytes(body), List.of());
    }

    public static Response ok(Object body) {
        return json(200, body);
    }

    public static Response created(Object body) {
        return json(201, body);
    }

    public static Response text(int status, String contentType, String body) {
        return new Response(status, contentType, body.getBytes(StandardCharsets.UTF_8), List.of());
    }

    public static Response bytes(String contentType, byte[] body) {
        return new Response(200, contentType, body, List.of());
    }

    /// A body that is written while it is made, such as a long list or one that goes on for as long as somebody reads.
    public static Response streaming(String contentType, Writer writer) {
        return new Response(200, contentType, new byte[0], List.of(), writer);
    }

    public boolean isJson() {
        return contentType.equals(JSON);
    }

    /// The same with one more header.
    public Response with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Response(status, contentType, body, more, writer);
    }

    /// Writes a body.
    @FunctionalInterface
    public interface Writer {
        /// @throws IOException when the caller is gone
        void write(OutputStream out) throws IOException;
    }

    /// A response header.
    public record Header(String name, String value) {}
}
