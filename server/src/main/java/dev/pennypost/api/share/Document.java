package dev.pennypost.api.share;

import dev.pennypost.api.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/// Wraps a page into an HTML document that loads nothing, runs nothing, and is shown to no search engine.
final class Document {
    private static final String DOCUMENT = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow">
            {{refresh}}
            <title>{{title}}</title>
            <style>{{style}}</style>
            </head>
            <body><main>
            {{body}}
            </main></body>
            </html>
            """;

    private static final String STYLE = style();

    /// The one style there is may stand in the page; nothing else may be loaded, run, or sent elsewhere.
    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + digest(STYLE)
            + "'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private Document() {}

    /// @param refreshAfter seconds after which the page asks for itself again; 0 for never
    static Response of(int status, String title, Html body, int refreshAfter) {
        Html refresh = refreshAfter == 0
                ? Html.NOTHING
                : Html.fill("<meta http-equiv=\"refresh\" content=\"{{after}}\">", Map.of("after", refreshAfter));
        var html =
                Html.fill(DOCUMENT, Map.of("refresh", refresh, "title", title, "style", new Html(STYLE), "body", body));
        return Response.text(status, "text/html; charset=utf-8", html.markup())
                .with("Content-Security-Policy", POLICY)
                .with("X-Robots-Tag", "noindex, nofollow")
                .with("Referrer-Policy", "no-referrer")
                .with("X-Content-Type-Options", "nosniff")
                .with("Cache-Control", "no-store");
    }

    private static String style() {
        try (InputStream file = Document.class.getResourceAsStream("share.css")) {
            return new String(Objects.requireNonNull(file, "share.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", impossible);
        }
    }
}
