package dev.pennypost.api.share;

import dev.pennypost.api.http.Response;
import dev.pennypost.emails.Content;
import dev.pennypost.emails.Email;
import dev.pennypost.emails.EmailShares.Shared;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Draws an email that somebody shared: what its header says, and its body in a frame where nothing runs.
///
/// @param body where the frame finds the HTML
record EmailPage(Shared shared, String body) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String PAGE = """
            <h1>{{subject}}</h1>
            <div class="panel">
              <p><span class="soft">From</span> {{from}}</p>
              <p><span class="soft">To</span> {{to}}</p>
              {{cc}}
              <p><span class="soft">Date</span> {{date}}</p>
            </div>
            {{content}}
            <footer class="soft"><p>Somebody shared this email with you. The link ends on {{expires}}.</p></footer>
            """;
    private static final String CC = "<p><span class=\"soft\">Cc</span> {{cc}}</p>";
    private static final String FRAME =
            "<iframe class=\"email\" title=\"The email\" sandbox src=\"{{body}}\"></iframe>";
    private static final String TEXT = "<pre class=\"email\">{{text}}</pre>";

    /// The frame may show what an email shows, and do nothing: no scripts, no forms, no frames, nothing of ours.
    private static final String FRAMED =
            "sandbox; default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'; font-src https: data:";

    String title() {
        String subject = shared.email().subject();
        return subject.isBlank() ? "(no subject)" : subject;
    }

    Html page() {
        Email email = shared.email();
        return Html.fill(
                PAGE,
                Map.of(
                        "subject", title(),
                        "from", email.from(),
                        "to", String.join(", ", email.to()),
                        "cc", cc(email.cc()),
                        "date", DAY.format(email.createdAt()),
                        "content", content(shared.content()),
                        "expires", DAY.format(shared.expiresAt())));
    }

    private static Html cc(List<String> cc) {
        return cc.isEmpty() ? Html.NOTHING : Html.fill(CC, Map.of("cc", String.join(", ", cc)));
    }

    private Html content(Content content) {
        if (content.html() != null) return Html.fill(FRAME, Map.of("body", body));
        return Html.fill(TEXT, Map.of("text", content.text() == null ? "" : content.text()));
    }

    /// The email's own HTML, for the frame.
    Response framed() {
        String html = shared.content().html();
        return Response.text(200, "text/html; charset=utf-8", html == null ? "" : html)
                .with("Content-Security-Policy", FRAMED)
                .with("X-Robots-Tag", "noindex, nofollow")
                .with("Referrer-Policy", "no-referrer")
                .with("X-Content-Type-Options", "nosniff")
                .with("Cache-Control", "no-store");
    }
}
