package dev.pennypost.api.http;

/// Answers one request.
@FunctionalInterface
public interface Handler {
    Response handle(Request request);
}
