package dev.pennypost.tracking;

import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// The SQL of visits.
final class VisitStore {
    private static final String COLUMNS = "position, kind, link, machine, is_first, ip_address, user_agent, at";

    /// A visit with what it is found by.
    record Kept(UUID id, TeamId team, UUID email, Visit visit) {}

    /// A visit that was taken for a person's.
    ///
    /// @param rule by which it is a machine's
    record FoundOut(Kept kept, String rule) {}

    /// What a recipient does with an email.
    record Deed(TeamId team, DeliveryId delivery, Visit.Kind kind) {
        /// In this order rows are locked, so that two who judge never wait for each other in a ring.
        static final Comparator<Deed> ORDER = Comparator.comparing(
                        (Deed deed) -> deed.delivery.emailId())
                .thenComparingInt(deed -> deed.delivery.position())
                .thenComparing(Deed::kind);
    }

    /// An email's recipient whose clicks are asked for.
    record Asked(TeamId team, DeliveryId delivery) {}

    void insert(Transaction tx, List<Kept> visits) {
        try (PreparedStatement insert = tx.connection()
                .prepareStatement("insert into visits (email_id, id, team_id, " + COLUMNS
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Kept one : visits) {
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

    /// How often recipients came before. Until the transaction ends nobody else judges what else they do, so that of
    /// two who judge at once the later knows what the earlier wrote.
    ///
    /// @param deeds each once, in an order that is everybody's
    Map<Deed, VisitTally> lock(Transaction tx, List<Deed> deeds) {
        var tallies = new HashMap<Deed, VisitTally>();
        try (PreparedStatement lock = tx.connection().prepareStatement("""
                insert into visit_tallies (team_id, email_id, position, kind)
                select team, email, place, kind
                  from unnest(?, ?, ?, ?) with ordinality as d (team, email, place, kind, turn)
                 order by turn
                on conflict (email_id, position, kind) do update set kind = excluded.kind
                returning team_id, email_id, position, kind, by_person, persons, machines, beyond""")) {
            bind(tx.connection(), lock, deeds);
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next())
                    tallies.put(
                            new Deed(new TeamId(rows.getObject("team_id", UUID.class)), delivery(rows), kind(rows)),
                            tally(rows));
            }
            return tallies;
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot look up how often recipients came", broken);
        }
    }

    private static VisitTally tally(ResultSet row) throws SQLException {
        return new VisitTally(
                row.getBoolean("by_person"), row.getInt("persons"), row.getInt("machines"), row.getLong("beyond"));
    }

    /// Writes down tallies that are locked.
    void write(Transaction tx, Map<Deed, VisitTally> tallies) {
        var deeds = List.copyOf(tallies.keySet());
        var values = deeds.stream().map(tallies::get).toList();
        try (PreparedStatement update = tx.connection().prepareStatement("""
                update visit_tallies t
                   set by_person = d.by_person, persons = d.persons, machines = d.machines, beyond = d.beyond
                  from unnest(?, ?, ?, ?, ?, ?, ?, ?)
                       as d (team, email, place, kind, by_person, persons, machines, beyond)
                 where t.email_id = d.email and t.position = d.place and t.kind = d.kind and t.team_id = d.team""")) {
            Connection connection = tx.connection();
            bind(connection, update, deeds);
            update.setArray(5, connection.createArrayOf("bool", column(values, VisitTally::byPerson)));
            update.setArray(6, connection.createArrayOf("int4", column(values, VisitTally::persons)));
            update.setArray(7, connection.createArrayOf("int4", column(values, VisitTally::machines)));
            update.setArray(8, connection.createArrayOf("int8", column(values, VisitTally::beyond)));
            update.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot store how often recipients came", broken);
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, List<Deed> deeds)
            throws SQLException {
        statement.setArray(1, connection.createArrayOf("uuid", column(deeds, one -> one.team.value())));
        statement.setArray(2, connection.createArrayOf("uuid", column(deeds, one -> one.delivery.emailId())));
        statement.setArray(3, connection.createArrayOf("int4", column(deeds, one -> one.delivery.position())));
        statement.setArray(4, connection.createArrayOf("text", column(deeds, one -> spell(one.kind))));
    }

    /// The clicks since a time, machines' too.
    Map<DeliveryId, List<Kept>> clicks(Transaction tx, Collection<Asked> asked, Instant since) {
        var found = new HashMap<DeliveryId, List<Kept>>();
        tx.handle()
                .createQuery("select v.email_id, v.id, v.team_id, " + COLUMNS + """

                          from (select distinct * from unnest(:teams, :emails, :positions)) as a (team, email, place)
                          join visits v on v.email_id = a.email and v.position = a.place and v.team_id = a.team
                         where v.kind = 'click' and v.link is not null and v.at >= :since""")
                .bindArray("teams", UUID.class, column(asked, one -> one.team.value()))
                .bindArray("emails", UUID.class, column(asked, one -> one.delivery.emailId()))
                .bindArray("positions", Integer.class, column(asked, one -> one.delivery.position()))
                .bind("since", since)
                .map((row, _) -> Map.entry(delivery(row), kept(row)))
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(entry.getValue()));
        return found;
    }

    /// Takes visits that are kept as a person's for a machine's.
    void foundOut(Transaction tx, List<FoundOut> visits) {
        tx.handle()
                .createUpdate("""
                        update visits v set machine = f.rule, is_first = false
                          from unnest(:teams, :emails, :ids, :rules) as f (team, email, id, rule)
                         where v.email_id = f.email and v.id = f.id and v.team_id = f.team""")
                .bindArray("teams", UUID.class, column(visits, one -> one.kept.team.value()))
                .bindArray("emails", UUID.class, column(visits, one -> one.kept.email))
                .bindArray("ids", UUID.class, column(visits, one -> one.kept.id))
                .bindArray("rules", String.class, column(visits, FoundOut::rule))
                .execute();
    }

    /// Marks the earliest visit that is kept as a person's as the first, and returns it.
    Optional<Kept> markFirst(Transaction tx, Deed deed) {
        return tx.handle()
                .createQuery("update visits v set is_first = true"
                        + " where v.team_id = :team and v.email_id = :email and (v.email_id, v.id) = ("
                        + """
                        select email_id, id from visits
                         where team_id = :team and email_id = :email and position = :position and kind = :kind
                           and machine is null
                         order by at, id limit 1)
                        returning v.email_id, v.id, v.team_id,\s""" + COLUMNS)
                .bind("team", deed.team.value())
                .bind("email", deed.delivery.emailId())
                .bind("position", deed.delivery.position())
                .bind("kind", spell(deed.kind))
                .map((row, _) -> kept(row))
                .findOne();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getObject("id", UUID.class),
                new TeamId(row.getObject("team_id", UUID.class)),
                row.getObject("email_id", UUID.class),
                read(row));
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
