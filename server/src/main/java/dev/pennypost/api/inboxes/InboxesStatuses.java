package dev.pennypost.api.inboxes;

import dev.pennypost.inboxes.Standing;
import java.util.Locale;

/// How a domain stands, in this API's words: ours in lower case.
final class InboxesStatuses {
    private InboxesStatuses() {}

    static String of(Standing standing) {
        return standing.name().toLowerCase(Locale.ROOT);
    }
}
