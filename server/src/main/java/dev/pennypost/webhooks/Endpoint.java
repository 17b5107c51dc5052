package dev.pennypost.webhooks;

import dev.pennypost.webhooks.WebhookProblem.Why;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// What makes a URL an endpoint. Whether its host may be dialled is another question, asked at every attempt.
final class Endpoint {
    private static final int LONGEST = 2048;

    private Endpoint() {}

    /// What is wrong with it; empty when nothing is.
    static Optional<Why> flaw(String endpoint, boolean plainHttp) {
        if (endpoint.length() > LONGEST) return Optional.of(Why.TOO_LONG);
        try {
            return flaw(new URI(endpoint), plainHttp);
        } catch (URISyntaxException notAUrl) {
            return Optional.of(Why.NOT_A_URL);
        }
    }

    /// The host of an endpoint that has no flaw: all of it that can be shown to anybody.
    static String host(String endpoint) {
        return Objects.requireNonNullElse(URI.create(endpoint).getHost(), "");
    }

    private static Optional<Why> flaw(URI url, boolean plainHttp) {
        if (url.getScheme() == null) return Optional.of(Why.NOT_A_URL);
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(plainHttp && scheme.equals("http"))) return Optional.of(Why.SCHEME);
        if (url.getRawUserInfo() != null) return Optional.of(Why.USER_INFO);
        if (url.getHost() == null || url.getPort() > 65535 || url.getPort() == 0) return Optional.of(Why.NOT_A_URL);
        return Optional.empty();
    }
}
