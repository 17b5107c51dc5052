package dev.pennypost.suppressions;

import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.suppressions.Suppressions.Bounced;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The SQL of suppressions.
final class SuppressionStore {
    private static final String COLUMNS = "id, team_id, email, origin, source_id, diagnostic, created_at";

    /// In one order for everybody, so that two who suppress the same recipients do not wait for each other.
    private static final String INSERT = """
            insert into suppressions (team_id, id, email, origin, source_id, diagnostic, created_at)
            select team, id, email, origin, source, diagnostic, at
              from unnest(:teams, :ids, :emails, :origins, :sources, :diagnostics, :times)
                   as t (team, id, email, origin, source, diagnostic, at)
             order by team, email
            on conflict (team_id, email) do nothing
            returning\s""" + COLUMNS;

    boolean hasAny(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select 1 from suppressions where team_id = :team limit 1")
                .bind("team", team.value())
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    /// Writes those whose recipients are not suppressed yet, and returns them.
    List<Suppression> insert(Transaction tx, Collection<Suppression> all) {
        return tx.handle()
                .createQuery(INSERT)
                .bindArray(
                        "teams",
                        UUID.class,
                        array(all, one -> one.recipient().team().value()))
                .bindArray("ids", UUID.class, array(all, one -> one.id().value()))
                .bindArray(
                        "emails",
                        String.class,
                        array(all, one -> one.recipient().email()))
                .bindArray(
                        "origins", String.class, array(all, one -> one.origin().column()))
                .bindArray("sources", UUID.class, array(all, Suppression::source))
                .bindArray("diagnostics", String.class, array(all, Suppression::diagnostic))
                .bindArray("times", Instant.class, array(all, Suppression::createdAt))
                .map((row, _) -> read(row))
                .list();
    }

    /// Those of these recipients, of whichever teams, that are suppressed.
    List<Suppression> among(Transaction tx, Collection<Recipient> recipients) {
        return tx.handle()
                .createQuery(
                        "select " + COLUMNS + " from suppressions join unnest(:teams, :emails) as r (team, address)"
                                + " on team_id = team and email = address")
                .bindArray(
                        "teams", UUID.class, array(recipients, one -> one.team().value()))
                .bindArray("emails", String.class, array(recipients, Recipient::email))
                .map((row, _) -> read(row))
                .list();
    }

    /// Writes down that mailboxes were full, and returns the recipients for whom that was so often enough. What is
    /// older
    /// than it matters goes.
    Set<Recipient> fullOften(Transaction tx, Collection<Bounced> bounces, Instant now, Duration within, int often) {
        @Nullable Object[] teams = array(bounces, one -> one.recipient().team().value());
        @Nullable Object[] emails = array(bounces, one -> one.recipient().email());
        tx.handle()
                .createUpdate("""
                        insert into full_mailboxes (team_id, email, source_id, at)
                        select team, email, source, :now
                          from unnest(:teams, :emails, :sources) as t (team, email, source)
                         order by team, email, source
                        on conflict do nothing""")
                .bind("now", now)
                .bindArray("teams", UUID.class, teams)
                .bindArray("emails", String.class, emails)
                .bindArray("sources", UUID.class, array(bounces, Bounced::email))
                .execute();
        tx.handle()
                .createUpdate("""
                        delete from full_mailboxes where (team_id, email, source_id) in (
                               select team_id, email, source_id from full_mailboxes
                                where team_id = any(:teams) and at < :since for update skip locked)""")
                .bind("since", now.minus(within))
                .bindArray("teams", UUID.class, teams)
                .execute();
        return tx.handle()
                .createQuery("""
                        select team_id, email from full_mailboxes
                          join (select distinct team, address from unnest(:teams, :emails) as t (team, address)) as d
                            on team_id = team and email = address
                         where at >= :since
                         group by team_id, email having count(*) >= :often""")
                .bind("since", now.minus(within))
                .bind("often", often)
                .bindArray("teams", UUID.class, teams)
                .bindArray("emails", String.class, emails)
                .map((row, _) ->
                        new Recipient(new TeamId(row.getObject("team_id", UUID.class)), row.getString("email")))
                .set();
    }

    /// @param part of addresses, in lower case; empty for all
    Optional<Page<Suppression>> page(
            Transaction tx, TeamId team, @Nullable Origin origin, String part, PageRequest page) {
        var conditions = new ArrayList<String>();
        if (origin != null) conditions.add("origin = '" + origin.column() + "'");
        if (!part.isEmpty()) conditions.add("team_id = :team and position(:part in email) > 0");
        if (conditions.isEmpty())
            return Keyset.page(tx, COLUMNS, "suppressions", team.value(), page, (row, _) -> read(row));
        String from = "(select * from suppressions where " + String.join(" and ", conditions) + ") as s";
        Map<String, String> parameters = part.isEmpty() ? Map.of() : Map.of("part", part);
        return Keyset.page(tx, COLUMNS, from, parameters, team.value(), page, (row, _) -> read(row));
    }

    Optional<Suppression> find(Transaction tx, TeamId team, SuppressionId id) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from suppressions where team_id = :team and id = :id")
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    List<Suppression> deleteByIds(Transaction tx, TeamId team, Collection<SuppressionId> ids) {
        return delete(tx, team, "id", UUID.class, array(ids, SuppressionId::value));
    }

    List<Suppression> deleteByEmails(Transaction tx, TeamId team, Collection<String> emails) {
        return delete(tx, team, "email", String.class, emails.toArray());
    }

    private static List<Suppression> delete(
            Transaction tx, TeamId team, String column, Class<?> type, @Nullable Object[] keys) {
        return tx.handle()
                .createQuery("delete from suppressions where team_id = :team and id in (select id from suppressions"
                        + " where team_id = :team and " + column + " = any(:keys) order by email for update)"
                        + " returning " + COLUMNS)
                .bind("team", team.value())
                .bindArray("keys", type, keys)
                .map((row, _) -> read(row))
                .list();
    }

    private static Suppression read(ResultSet row) throws SQLException {
        return new Suppression(
                new SuppressionId(row.getObject("id", UUID.class)),
                new Recipient(new TeamId(row.getObject("team_id", UUID.class)), row.getString("email")),
                Origin.fromColumn(row.getString("origin")),
                row.getObject("source_id", UUID.class),
                row.getString("diagnostic"),
                row.getTimestamp("created_at").toInstant());
    }

    private static <T> @Nullable Object[] array(Collection<T> all, Function<T, ? extends @Nullable Object> column) {
        return all.stream().map(column).toArray();
    }
}
