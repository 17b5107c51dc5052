package dev.pennypost.emails;

import dev.pennypost.domains.SendingDomain;
import java.util.Optional;

/// Puts into emails what tells that they are read.
public interface Tracker {
    /// Tracks nothing.
    Tracker NONE = new Tracker() {
        @Override
        public Optional<Tracked> decide(SendingDomain sender, TrackingWish wish, String html) {
            return Optional.empty();
        }

        @Override
        public Copies copies(Email email, String html, Tracked tracked) {
            return _ -> html;
        }
    };

    /// How an email from a domain is to be tracked; empty for not at all, and then all recipients get the same.
    Optional<Tracked> decide(SendingDomain sender, TrackingWish wish, String html);

    /// The HTML of an email as its recipients get it.
    Copies copies(Email email, String html, Tracked tracked);

    /// A copy for each recipient. The same place gets the same copy whenever it is asked for.
    @FunctionalInterface
    interface Copies {
        /// @param position the place of the recipient among those of the email, from 0
        String to(int position);
    }
}
