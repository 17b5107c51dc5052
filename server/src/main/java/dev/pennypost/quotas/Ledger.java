package dev.pennypost.quotas;

import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.TeamLimits;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/// What teams have used, as one transaction that sends sees it and adds to it.
public final class Ledger {
    private final Transaction tx;
    private final QuotaStore store;
    private final LocalDate date;
    private final Map<TeamId, TeamLimits> limits;
    private final Map<TeamId, Usage> usage;
    private final Map<TeamId, Integer> added = new HashMap<>();
    private final ObjIntConsumer<TeamId> sent;

    /// @param usage of the teams that have limits
    /// @param sent is told how many emails of a team were sent, once the transaction has committed
    Ledger(
            Transaction tx,
            QuotaStore store,
            LocalDate date,
            Map<TeamId, TeamLimits> limits,
            Map<TeamId, Usage> usage,
            ObjIntConsumer<TeamId> sent) {
        this.tx = tx;
        this.store = store;
        this.date = date;
        this.limits = Map.copyOf(limits);
        this.usage = new HashMap<>(usage);
        this.sent = sent;
    }

    /// The quota that this many more emails would exceed. The month's when it is both: the next day would not help.
    public Optional<Quota> exceededBy(TeamId team, int emails) {
        var allowed = limits.getOrDefault(team, TeamLimits.NONE);
        if (emails == 0 || !allowed.limitsEmails()) return Optional.empty();
        Usage used = usage(team);
        if (exceeds(used.month(), emails, allowed.emailsPerMonth())) return Optional.of(Quota.MONTHLY);
        if (exceeds(used.day(), emails, allowed.emailsPerDay())) return Optional.of(Quota.DAILY);
        return Optional.empty();
    }

    /// Counts emails that the transaction sends.
    public void add(TeamId team, int emails) {
        if (emails == 0) return;
        usage.put(team, usage(team).plusSent(emails));
        added.merge(team, emails, Integer::sum);
    }

    /// Writes down what was added. The last thing to do with it.
    public void write() {
        // In one order, so that two such transactions do not wait for each other.
        var sorted = new TreeMap<TeamId, Integer>((a, b) -> a.value().compareTo(b.value()));
        sorted.putAll(added);
        if (!sorted.isEmpty()) store.add(tx, date, sorted);
        tx.afterCommit(() -> added.forEach(sent::accept));
    }

    private Usage usage(TeamId team) {
        return usage.getOrDefault(team, Usage.nothing(date));
    }

    private static boolean exceeds(EmailCount count, int more, @Nullable Long limit) {
        return limit != null && count.used() + more > limit;
    }
}
