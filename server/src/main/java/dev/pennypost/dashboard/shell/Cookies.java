package dev.pennypost.dashboard.shell;

import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// What browsers keep for us (RFC 6265). Over HTTPS every name begins with `__Host-`, so that no other host of the
/// domain can set one (RFC 6265bis §4.1.3.2).
///
/// @param secure whether the visitor reaches us over HTTPS
public record Cookies(boolean secure) {
    private static final String HOST_ONLY = "__Host-";

    /// The value of a cookie of ours.
    public Optional<String> get(Request request, Cookie cookie) {
        String wanted = name(cookie) + "=";
        return request.header("Cookie").flatMap(all -> {
            for (String one : all.split(";", -1)) {
                String pair = one.strip();
                if (pair.startsWith(wanted)) return Optional.of(decoded(pair.substring(wanted.length())));
            }
            return Optional.empty();
        });
    }

    /// The answer with a cookie to keep for so long.
    public Response set(Response answer, Cookie cookie, String value, Duration time) {
        String text = name(cookie) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)
                + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + time.toSeconds() + (secure ? "; Secure" : "");
        return answer.with("Set-Cookie", text);
    }

    public Response forget(Response answer, Cookie cookie) {
        return set(answer, cookie, "", Duration.ZERO);
    }

    private String name(Cookie cookie) {
        return (secure ? HOST_ONLY : "") + cookie.word;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            return "";
        }
    }

    /// The cookies there are.
    public enum Cookie {
        /// Who is signed in.
        SESSION("pennypost"),
        /// For which of their teams.
        TEAM("pennypost-team"),
        /// Whether light or dark.
        THEME("pennypost-theme"),
        /// What the step before came to.
        SAID("pennypost-said"),
        /// Something that was begun and waits for its other half, such as the code after a password.
        PENDING("pennypost-pending"),
        /// That somebody signed in with this browser before.
        DEVICE("pennypost-device");

        private final String word;

        Cookie(String word) {
            this.word = word;
        }
    }
}
