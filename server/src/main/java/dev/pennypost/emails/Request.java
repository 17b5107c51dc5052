package dev.pennypost.emails;

import dev.pennypost.keys.Caller;
import dev.pennypost.storage.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Emails that are stored together or not at all, and what the caller is told.
final class Request {
    private final Caller caller;
    private final List<Accepting> emails;
    private final List<ItemResult> results;
    private final @Nullable IdempotencyKey key;
    private final Instant at;
    private volatile BatchResult outcome;

    Request(Caller caller, List<Accepting> emails, List<ItemResult> results, @Nullable IdempotencyKey key, Instant at) {
        this.caller = caller;
        this.emails = List.copyOf(emails);
        this.results = List.copyOf(results);
        this.key = key;
        this.at = at;
        this.outcome = new BatchResult.Done(results);
    }

    List<Accepting> emails() {
        return emails;
    }

    /// What the caller is told once the transaction has ended.
    BatchResult outcome() {
        return outcome;
    }

    /// The emails that this transaction is to store: none when another process was faster with the same key.
    List<Accepting> taken(Transaction tx, Idempotency idempotency) {
        if (key == null) return emails;
        Optional<BatchResult> others = idempotency.take(tx, caller.team(), key, results, at);
        outcome = others.orElseGet(() -> new BatchResult.Done(results));
        return others.isPresent() ? List.of() : emails;
    }
}
