package dev.pennypost.dashboard.home;

import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.DomainSummary;
import dev.pennypost.webhooks.Disabled;
import dev.pennypost.webhooks.Webhook;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What home shows.
///
/// @param steps null for a team that knows the way
public record Home(
        List<Gauge> figures,
        List<Attention> attention,
        @Nullable Steps steps) {

    /// One figure of the last day.
    ///
    /// @param of what it is a share of; 0 for of nothing
    public record Gauge(String name, long value, long of) {
        public String grouped() {
            return String.format(Locale.ENGLISH, "%,d", value);
        }

        /// In per cent; empty where there is nothing to be a share of.
        public String share() {
            return of == 0 ? "" : String.format(Locale.ENGLISH, "%.1f %%", 100.0 * value / of);
        }
    }

    /// Something to look at now.
    ///
    /// @param path where to look
    public record Attention(Tone tone, String title, String text, String path) {
        static Attention of(DomainSummary domain) {
            String name = domain.name().unicode();
            String path = Paths.MOUNT + "/domains/" + domain.id().value();
            return domain.status() == DomainStatus.TEMPORARY_FAILURE
                    ? new Attention(
                            Tone.WAIT,
                            name + " is losing its verification",
                            "A record that was there is missing or changed. Mail still goes out while we look again.",
                            path)
                    : new Attention(
                            Tone.BAD,
                            name + " is not verified",
                            "Its records were not found in time. The page of the domain says which, and what to change.",
                            path);
        }

        static Attention of(Webhook webhook) {
            Disabled disabled = Objects.requireNonNull(webhook.disabled());
            String why = disabled.reason() == Disabled.Reason.GONE
                    ? "It answered 410 Gone."
                    : "It did nothing but fail for five days.";
            return new Attention(
                    Tone.BAD,
                    "The webhook at " + host(webhook) + " was disabled",
                    why + " Its events are kept and can be replayed.",
                    path(webhook));
        }

        static Attention failing(Webhook webhook) {
            return new Attention(
                    Tone.WAIT,
                    "The webhook at " + host(webhook) + " takes nothing",
                    "Every attempt fails. Mend it before it is disabled; what it missed meanwhile is tried again.",
                    path(webhook));
        }

        private static String host(Webhook webhook) {
            return Objects.requireNonNullElse(URI.create(webhook.endpoint()).getHost(), webhook.endpoint());
        }

        private static String path(Webhook webhook) {
            return Paths.MOUNT + "/webhooks/" + webhook.id().value();
        }
    }
}
