package dev.pennypost.tracking;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.Key;
import java.util.regex.Pattern;

/// Settings of tracking.
public record TrackingConfig(
        @Key(
                value =
                        "How customers' own tracking hosts are served: `https` (by this server; used once there is a certificate, see `certificates`), `proxy` (https, by a proxy in front of this server that has a certificate for each), `http`, or `off` (they are not used).",
                or = "https")
        OwnHosts ownHosts,

        @Key(
                "Where links of domains lead that have no tracking host of their own: URL of this server's API as the world reaches it, without a trailing slash. Empty: nowhere; their emails are not tracked. `dev` uses its own API.")
        String baseUrl,

        @Key(
                value =
                        "Keeps neither address nor user agent of visitors, and tells neither in webhooks, whatever domains say (`tracking_privacy`).",
                or = "false")
        boolean privacy,

        @Key(
                value =
                        "Puts a link into tracked emails that no person sees: what follows it is a machine. Some filters dislike hidden links.",
                or = "false")
        boolean honeypot,

        @Key(
                "File with rules for visitors that come before the shipped ones (`server/src/main/resources/dev/pennypost/tracking/visitors/visitors.rules`), in the same form. Empty: none.")
        String visitorRules,

        @Key(
                value =
                        "Days after an email was accepted in which its visits are taken note of, and kept; 40 at least. Its links lead on for ever.",
                or = "90")
        int keepDays) {
    /// An email may wait 30 days for its time, and is read for a while after.
    private static final int SHORTEST_KEPT = 40;

    private static final Pattern ORIGIN = Pattern.compile(
            "https?://[A-Za-z0-9.-]{1,253}(?::\\d{1,5})?|https?://\\[[0-9a-fA-F:.]{2,45}\\](?::\\d{1,5})?");

    /// Whether and how customers' own tracking hosts are served.
    public enum OwnHosts {
        /// By us, over TLS.
        HTTPS,
        /// Over TLS that ends in front of us.
        PROXY,
        /// By us, in the clear.
        HTTP,
        OFF
    }

    /// @throws CannotStart when the base URL is none
    void check() {
        if (!baseUrl.isEmpty() && !ORIGIN.matcher(baseUrl).matches())
            throw new CannotStart("tracking.base-url must be like https://links.example.com, with nothing behind");
    }

    int daysKept() {
        return Math.max(keepDays, SHORTEST_KEPT);
    }

    /// The same with a place for links to lead, unless there is one.
    public TrackingConfig leadingTo(String url) {
        return baseUrl.isEmpty() ? new TrackingConfig(ownHosts, url, privacy, honeypot, visitorRules, keepDays) : this;
    }
}
