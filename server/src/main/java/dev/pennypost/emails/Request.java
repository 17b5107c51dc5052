package dev.pennypost.emails;

import dev.pennypost.keys.Caller;
import dev.pennypost.quotas.Ledger;
import dev.pennypost.quotas.Quota;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.TeamLimits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Emails that are stored together or not at all, and what the caller is told.
final class Request {
    private final Caller caller;
    private final TeamLimits limits;
    private final List<Accepting> emails;
    private final List<ItemResult> results;
    private final @Nullable IdempotencyKey key;
    private final Instant at;
    private volatile BatchResult outcome;

    Request(
            Caller caller,
            TeamLimits limits,
            List<Accepting> emails,
            List<ItemResult> results,
            @Nullable IdempotencyKey key,
            Instant at) {
        this.caller = caller;
        this.limits = limits;
        this.emails = List.copyOf(emails);
        this.results = List.copyOf(results);
        this.key = key;
        this.at = at;
        this.outcome = new BatchResult.Done(results);
    }

    TeamId team() {
        return caller.team();
    }

    TeamLimits limits() {
        return limits;
    }

    List<Accepting> emails() {
        return emails;
    }

    /// What the caller is told once the transaction has ended.
    BatchResult outcome() {
        return outcome;
    }

    /// The emails that this transaction is to store: none when they are more than the team may send, or when another
    /// process was faster with the same key.
    List<Accepting> taken(Transaction tx, Idempotency idempotency, Ledger ledger) {
        // What waits is counted when it leaves; but who may send nothing more is told at once.
        int leaving = emails.stream().mapToInt(one -> one.queued().size()).sum();
        int asked = emails.stream()
                .filter(one -> !one.isScheduled())
                .mapToInt(Request::recipients)
                .sum();
        Optional<BatchResult> instead = ledger.exceededBy(team(), asked)
                .<BatchResult>map(quota -> new BatchResult.Refused(problem(quota)))
                .or(() -> others(tx, idempotency));
        outcome = instead.orElseGet(() -> new BatchResult.Done(results));
        if (instead.isPresent()) return List.of();
        ledger.add(team(), leaving);
        return emails;
    }

    private static int recipients(Accepting one) {
        return one.waits() ? one.email().recipients().size() : one.queued().size();
    }

    private Optional<BatchResult> others(Transaction tx, Idempotency idempotency) {
        return key == null ? Optional.empty() : idempotency.take(tx, team(), key, results, at);
    }

    private static EmailProblem problem(Quota quota) {
        return switch (quota) {
            case DAILY -> new EmailProblem.DailyQuotaExceeded();
            case MONTHLY -> new EmailProblem.MonthlyQuotaExceeded();
        };
    }
}
