package dev.pennypost.quotas;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.TeamLimits;
import dev.pennypost.teams.Teams;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// How many emails teams have sent, and how many more they may.
public final class Quotas {
    private static final int DAYS_REMEMBERED = 100;

    private final Database database;
    private final Teams teams;
    private final InstantSource clock;
    private final QuotaStore store = new QuotaStore();
    private final Cache<TeamId, Usage> known =
            Caffeine.newBuilder().maximumSize(100_000).build();

    public Quotas(Database database, Teams teams, InstantSource clock) {
        this.database = database;
        this.teams = teams;
        this.clock = clock;
    }

    /// What the operator allows a team. Not to be asked within a transaction: it may need one of its own.
    public TeamLimits limits(TeamId team) {
        return teams.limits(team);
    }

    /// The ledger of a transaction that sends emails of these teams. Of those with limits, others that send wait for
    /// its end; the others' transactions go on side by side.
    ///
    /// @param limits of each team whose emails are sent
    public Ledger open(Transaction tx, Map<TeamId, TeamLimits> limits) {
        List<TeamId> limited = limits.entrySet().stream()
                .filter(entry -> entry.getValue().limitsEmails())
                .map(Map.Entry::getKey)
                .toList();
        if (!limited.isEmpty()) teams.lock(tx, limited);
        var today = today();
        return new Ledger(tx, store, today, limits, store.usage(tx, today, limits.keySet()), known::put);
    }

    /// What a team has used.
    public Usage usage(TeamId team) {
        var usage = database.inTransaction(tx -> store.usage(tx, today(), List.of(team)));
        return usage.getOrDefault(team, Usage.nothing(today()));
    }

    /// What a team had used when this node last sent emails of its: costs nothing, and lacks what other nodes sent
    /// since.
    public Usage lastKnown(TeamId team) {
        var last = known.getIfPresent(team);
        if (last != null && last.date().equals(today())) return last;
        var usage = usage(team);
        known.put(team, usage);
        return usage;
    }

    /// The loop that forgets counts of long ago.
    public Loop forgetting() {
        return Loop.named("email-counts", Duration.ofHours(6), () -> {
            database.useTransaction(tx -> store.forget(tx, today().minusDays(DAYS_REMEMBERED)));
            return false;
        });
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
