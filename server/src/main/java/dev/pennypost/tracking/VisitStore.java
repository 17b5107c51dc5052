package dev.pennypost.tracking;

import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.tracking.visitors.Circumstances.Click;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// The SQL of visits.
final class VisitStore {
    private static final String COLUMNS = "position, kind, link, machine, is_first, ip_address, user_agent, at";

    /// A visit on its way into the database.
    record New(UUID id, TeamId team, UUID email, Visit visit) {}

    /// What can be the first of its kind.
    record Deed(TeamId team, DeliveryId delivery, Visit.Kind kind) {}

    /// An email's recipient whose clicks are asked for.
    record Asked(TeamId team, DeliveryId delivery) {}

    void insert(Transaction tx, List<New> visits) {
        try (PreparedStatement insert = tx.connection()
                .prepareStatement("insert into visits (email_id, id, team_id, " + COLUMNS
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (New one : visits) {
                Visit visit = one.visit;
                insert.setObject(1, one.email);
                insert.setObject(2, one.id);
                insert.setObject(3, one.team.value());
                insert.setInt(4, visit.recipient());
                insert.setString(5, spell(visit.kind()));
                insert.setString(6, visit.link());
                insert.setString(7, visit.machine());
                insert.setBoolean(8, visit.first());
                insert.setString(9, visit.address());
                insert.setString(10, visit.agent());
                insert.setTimestamp(11, Timestamp.from(visit.at()));
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot store visits", broken);
        }
    }

    /// Writes down what was done, and returns what had not been done before. Two that do the same at once wait for each
    /// other, and one of them is the first.
    ///
    /// @param deeds each once, in an order that is everybody's
    Set<Deed> first(Transaction tx, List<Deed> deeds) {
        var first = new HashSet<Deed>();
        if (deeds.isEmpty()) return first;
        try (PreparedStatement insert = tx.connection().prepareStatement("""
                insert into first_visits (team_id, email_id, position, kind)
                select * from unnest(?, ?, ?, ?) on conflict do nothing
                returning team_id, email_id, position, kind""")) {
            Connection connection = tx.connection();
            insert.setArray(1, connection.createArrayOf("uuid", column(deeds, one -> one.team.value())));
            insert.setArray(2, connection.createArrayOf("uuid", column(deeds, one -> one.delivery.emailId())));
            insert.setArray(3, connection.createArrayOf("int4", column(deeds, one -> one.delivery.position())));
            insert.setArray(4, connection.createArrayOf("text", column(deeds, one -> spell(one.kind))));
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next())
                    first.add(new Deed(new TeamId(rows.getObject("team_id", UUID.class)), delivery(rows), kind(rows)));
            }
            return first;
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot store who was first", broken);
        }
    }

    /// The clicks since a time, machines' too.
    Map<DeliveryId, List<Click>> clicks(Transaction tx, Collection<Asked> asked, Instant since) {
        var found = new HashMap<DeliveryId, List<Click>>();
        tx.handle()
                .createQuery("""
                        select v.email_id, v.position, v.link, v.at
                          from (select distinct * from unnest(:teams, :emails, :positions)) as a (team, email, place)
                          join visits v on v.email_id = a.email and v.position = a.place and v.team_id = a.team
                         where v.kind = 'click' and v.link is not null and v.at >= :since""")
                .bindArray("teams", UUID.class, column(asked, one -> one.team.value()))
                .bindArray("emails", UUID.class, column(asked, one -> one.delivery.emailId()))
                .bindArray("positions", Integer.class, column(asked, one -> one.delivery.position()))
                .bind("since", since)
                .map((row, _) -> Map.entry(
                        delivery(row), new Click(row.getTimestamp("at").toInstant(), row.getString("link"))))
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(entry.getValue()));
        return found;
    }

    /// The visits of emails, oldest first.
    Map<UUID, List<Visit>> of(Transaction tx, TeamId team, Collection<UUID> emails) {
        var found = new HashMap<UUID, List<Visit>>();
        tx.handle()
                .createQuery("select email_id, " + COLUMNS
                        + " from visits where team_id = :team and email_id = any(:emails) order by email_id, id")
                .bind("team", team.value())
                .bindArray("emails", UUID.class, emails.toArray())
                .map((row, _) -> Map.entry(row.getObject("email_id", UUID.class), read(row)))
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(entry.getValue()));
        return found;
    }

    private static Visit read(ResultSet row) throws SQLException {
        return new Visit(
                row.getInt("position"),
                kind(row),
                row.getString("link"),
                row.getString("machine"),
                row.getBoolean("is_first"),
                row.getString("ip_address"),
                row.getString("user_agent"),
                row.getTimestamp("at").toInstant());
    }

    private static DeliveryId delivery(ResultSet row) throws SQLException {
        return new DeliveryId(row.getObject("email_id", UUID.class), row.getInt("position"));
    }

    private static String spell(Visit.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Visit.Kind kind(ResultSet row) throws SQLException {
        return Visit.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
    }

    private static <T> Object[] column(Collection<T> rows, Function<T, Object> column) {
        return rows.stream().map(column).toArray();
    }
}
