package dev.pennypost.api.http;

import dev.pennypost.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What goes back to the caller.
public record Response(int status, String contentType, byte[] body, List<Header> headers) {
    private static final String JSON = "application/json; charset=utf-8";

    public Response {
        headers = List.copyOf(headers);
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

    public boolean isJson() {
        return contentType.equals(JSON);
    }

    /// The same with one more header.
    public Response with(String name, String value) {
        var more = new java.util.ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Response(status, contentType, body, more);
    }

    /// A response header.
    public record Header(String name, String value) {}
}
