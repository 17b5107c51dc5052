package dev.pennypost.domains.connect;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.DomainName;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// What a DNS host says of itself for one zone. Everything in it was written by somebody else.
record HostSettings(
        @JsonProperty("providerName") @Nullable String providerName,
        @JsonProperty("providerDisplayName") @Nullable String providerDisplayName,
        @JsonProperty("urlSyncUX") @Nullable String urlSyncUx,
        @JsonProperty("urlAPI") @Nullable String urlApi,
        @JsonProperty("urlControlPanel") @Nullable String urlControlPanel) {
    static Optional<HostSettings> read(String json) {
        try {
            return Optional.ofNullable(Json.read(json, HostSettings.class));
        } catch (JacksonException notSettings) {
            return Optional.empty();
        }
    }

    Optional<String> name() {
        return Optional.ofNullable(providerDisplayName == null ? providerName : providerDisplayName);
    }

    /// Where its pages for owners are, without a slash at the end.
    Optional<String> pages() {
        return secure(urlSyncUx);
    }

    /// Where its API is, without a slash at the end.
    Optional<String> api() {
        return secure(urlApi);
    }

    /// The page on which a zone's records are edited by hand.
    Optional<String> controlPanel(DomainName zone) {
        return secure(urlControlPanel == null ? null : urlControlPanel.replace("%domain%", zone.ascii()));
    }

    /// Only addresses that a browser can be sent to without harm.
    private static Optional<String> secure(@Nullable String url) {
        if (url == null) return Optional.empty();
        try {
            URI parsed = URI.create(url.strip());
            if (!"https".equals(parsed.getScheme()) || parsed.getHost() == null) return Optional.empty();
            String text = parsed.toASCIIString();
            return Optional.of(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
