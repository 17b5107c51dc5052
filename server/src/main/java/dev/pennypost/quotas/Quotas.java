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
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// How many emails teams have sent, and how many more they may.
public final class Quotas {
    private static final int DAYS_REMEMBERED = 100;

    /// How long what other nodes sent may be left out of what is [#lastKnown].
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Database database;
    private final Teams teams;
    private final InstantSource clock;
    private final QuotaStore store = new QuotaStore();
    private final Cache<TeamId, Known> known =
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
        var used = limited.isEmpty() ? Map.<TeamId, Usage>of() : store.usage(tx, today, limited);
        return new Ledger(tx, store, today, limits, used, this::sent);
    }

    /// Keeps what is known in step with what this node sends.
    private void sent(TeamId team, int emails) {
        var today = today();
        known.asMap().computeIfPresent(team, (_, so) -> so.usage().date().equals(today) ? so.plusSent(emails) : null);
    }

    /// @param read when it was read from the database
    private record Known(Usage usage, Instant read) {
        Known plusSent(int emails) {
            return new Known(usage.plusSent(emails), read);
        }
    }

    /// What a team has used.
    public Usage usage(TeamId team) {
        var usage = database.inTransaction(tx -> store.usage(tx, today(), List.of(team)));
        return usage.getOrDefault(team, Usage.nothing(today()));
    }

    /// What a team has used, near enough to tell it by the way: what this node sent, and what others sent up to ten
    /// seconds ago. Costs nothing while emails are sent.
    public Usage lastKnown(TeamId team) {
        Instant now = clock.instant();
        var last = known.getIfPresent(team);
        if (last != null
                && last.usage().date().equals(today())
                && now.isBefore(last.read().plus(FRESH))) return last.usage();
        var usage = usage(team);
        known.put(team, new Known(usage, now));
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
