package dev.pennypost.api.autosend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.api.http.Response;
import org.jspecify.annotations.Nullable;

/// What every answer that is no error is wrapped in.
@JsonInclude(JsonInclude.Include.NON_NULL)
record Envelope(
        boolean success, @Nullable Object data, @Nullable String message) {
    static Response of(Object data) {
        return Response.ok(new Envelope(true, data, null));
    }

    static Response created(Object data) {
        return Response.created(new Envelope(true, data, null));
    }

    static Response of(Object data, String message) {
        return Response.ok(new Envelope(true, data, message));
    }

    static Response of(String message) {
        return Response.ok(new Envelope(true, null, message));
    }
}
