package dev.pennypost.emails;

import dev.pennypost.delivery.Queued;
import dev.pennypost.keys.KeyId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An email on its way into the database.
///
/// @param askedBy the key it was asked for with
/// @param raw the message as its sender wrote it; null when we compose it from the content
/// @param queued its deliveries; none while it waits for its time
record Accepting(
        Email email,
        KeyId askedBy,
        Content content,
        @Nullable RawMessage raw,
        List<Queued> queued) {
    boolean waits() {
        return email.lastEvent() == LastEvent.SCHEDULED;
    }

    EmailEvent event() {
        var facts = email.facts(email.everybody());
        return waits() ? new EmailEvent.EmailScheduled(facts) : new EmailEvent.EmailSent(facts);
    }
}
