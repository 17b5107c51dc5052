package dev.pennypost.domains.connect;

import org.jspecify.annotations.Nullable;

/// What a zone's DNS host offers somebody who has records to publish.
///
/// @param provider the host's name as it shows it; null when it does not speak Domain Connect
/// @param applyUrl the page that publishes the records in one step; null when the host does not know the template
/// @param controlPanelUrl the page where they are entered by hand
public record Offer(
        @Nullable String provider,
        @Nullable String applyUrl,
        @Nullable String controlPanelUrl) {
    static final Offer NONE = new Offer(null, null, null);

    /// Whether the records can be published in one step.
    public boolean supported() {
        return applyUrl != null;
    }
}
