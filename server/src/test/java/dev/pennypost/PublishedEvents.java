package dev.pennypost;

import dev.pennypost.storage.Event;
import java.util.List;

/// Every kind of event that some feature publishes, as the wiring has them.
public final class PublishedEvents {
    private PublishedEvents() {}

    public static List<Class<? extends Event>> kinds() {
        return EventFeatures.kinds();
    }
}
