package dev.pennypost.tracking;

import dev.pennypost.statistics.EmailHistories;
import dev.pennypost.statistics.Figure;
import dev.pennypost.statistics.Happened;
import dev.pennypost.storage.Database;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What happened to emails together with their visits by people, as long as those are kept: the same that was counted.
public final class TrackedHistories implements EmailHistories {
    private final Database database;
    private final EmailHistories others;
    private final VisitStore store = new VisitStore();

    /// @param others tells everything else
    public TrackedHistories(Database database, EmailHistories others) {
        this.database = database;
        this.others = others;
    }

    @Override
    public Map<UUID, List<Happened>> of(TeamId team, Collection<UUID> emails) {
        var all = new HashMap<>(others.of(team, emails));
        Map<UUID, List<Visit>> visits = database.inTransaction(tx -> store.of(tx, team, all.keySet()));
        visits.forEach((email, some) -> all.computeIfPresent(email, (_, before) -> with(before, some)));
        return all;
    }

    private static List<Happened> with(List<Happened> before, List<Visit> visits) {
        if (before.isEmpty()) return before;
        Happened any = before.getFirst();
        var all = new ArrayList<>(before);
        for (Visit visit : visits) {
            if (visit.machine() != null) continue;
            boolean click = visit.kind() == Visit.Kind.CLICK;
            all.add(visited(any, click ? Figure.CLICKED : Figure.OPENED, visit.at()));
            if (visit.first()) all.add(visited(any, click ? Figure.UNIQUE_CLICKED : Figure.UNIQUE_OPENED, visit.at()));
        }
        return all;
    }

    private static Happened visited(Happened any, Figure figure, Instant at) {
        return new Happened(any.team(), any.domain(), figure, at, 1, any.tags());
    }

    @Override
    public List<UUID> accepted(TeamId team, Instant from, Instant to, int limit) {
        return others.accepted(team, from, to, limit);
    }
}
