package dev.pennypost.quotas;

import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// The SQL of counts. A count is the sum over its slots.
final class QuotaStore {
    private static final int SLOTS = 8;

    private record Row(TeamId team, String period, EmailCount count) {}

    Map<TeamId, Usage> usage(Transaction tx, LocalDate date, Collection<TeamId> teams) {
        var rows = tx.handle()
                .createQuery("""
                        select c.team_id, c.period, sum(c.sent) as sent, sum(c.received) as received
                          from unnest(:teams) as t (id)
                          cross join (values ('day', cast(:day as date)), ('month', cast(:month as date)))
                                     as p (period, starts)
                          join email_counts c on c.team_id = t.id and c.period = p.period and c.starts = p.starts
                         group by c.team_id, c.period""")
                .bindArray("teams", UUID.class, (Object[])
                        teams.stream().map(TeamId::value).toArray(UUID[]::new))
                .bind("day", date)
                .bind("month", Usage.monthOf(date))
                .map((row, _) -> new Row(
                        new TeamId(row.getObject("team_id", UUID.class)),
                        row.getString("period"),
                        new EmailCount(row.getLong("sent"), row.getLong("received"))))
                .list();
        var usage = new HashMap<TeamId, Usage>();
        for (TeamId team : teams) usage.put(team, Usage.nothing(date));
        for (Row row : rows) usage.computeIfPresent(row.team(), (_, so) -> with(so, row));
        return usage;
    }

    private static Usage with(Usage usage, Row row) {
        return row.period().equals("day")
                ? new Usage(usage.date(), row.count(), usage.month())
                : new Usage(usage.date(), usage.day(), row.count());
    }

    void add(Transaction tx, LocalDate date, SortedMap<TeamId, Integer> sent) {
        try (PreparedStatement insert = tx.connection().prepareStatement("""
                insert into email_counts (team_id, period, starts, slot, sent, received)
                select t.id, p.period, p.starts, ?, t.sent, 0
                  from unnest(?::uuid[], ?::int[]) as t (id, sent)
                  cross join (values ('day', ?::date), ('month', ?::date)) as p (period, starts)
                 order by t.id, p.period
                on conflict (team_id, period, starts, slot) do update set sent = email_counts.sent + excluded.sent""")) {
            insert.setInt(1, ThreadLocalRandom.current().nextInt(SLOTS));
            insert.setArray(
                    2,
                    tx.connection()
                            .createArrayOf(
                                    "uuid",
                                    sent.keySet().stream().map(TeamId::value).toArray()));
            insert.setArray(
                    3, tx.connection().createArrayOf("int4", sent.values().toArray()));
            insert.setObject(4, date);
            insert.setObject(5, Usage.monthOf(date));
            insert.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot count emails", broken);
        }
    }

    /// Forgets counts of long ago, of every team.
    void forget(Transaction tx, LocalDate before) {
        tx.handle()
                .createUpdate("delete from email_counts where starts < :before")
                .bind("before", before)
                .execute();
    }
}
