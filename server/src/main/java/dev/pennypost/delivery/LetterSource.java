package dev.pennypost.delivery;

import dev.pennypost.storage.Transaction;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/// Where the queue gets the message of an email that is no longer in memory: after a retry's wait or a restart.
@FunctionalInterface
public interface LetterSource {
    /// The letters of these emails; one that does not exist any more is left out.
    Map<UUID, LetterPerRecipient> load(Transaction tx, Collection<UUID> emailIds);
}
