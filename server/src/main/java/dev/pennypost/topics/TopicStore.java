package dev.pennypost.topics;

import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Update;

/// The SQL of topics.
final class TopicStore {
    private static final String COLUMNS =
            "id, team_id, name, description, default_subscription, visibility, created_at, updated_at";

    void insert(Transaction tx, Topic topic) {
        bound(topic, tx.handle().createUpdate("""
                        insert into topics (id, team_id, name, description, default_subscription, visibility,
                            created_at, updated_at)
                        values (:id, :team, :name, :description, :default, :visibility, :created, :updated)"""))
                .bind("default", topic.details().defaultSubscription().column())
                .bind("created", topic.createdAt())
                .execute();
    }

    /// Writes what may change.
    void update(Transaction tx, Topic topic) {
        bound(topic, tx.handle().createUpdate("""
                        update topics
                           set name = :name, description = :description, visibility = :visibility,
                               updated_at = :updated
                         where team_id = :team and id = :id""")).execute();
    }

    private static Update bound(Topic topic, Update update) {
        TopicDetails details = topic.details();
        return update.bind("id", topic.id().value())
                .bind("team", topic.team().value())
                .bind("name", details.name())
                .bind("description", details.description())
                .bind("visibility", details.visibility().column())
                .bind("updated", topic.updatedAt());
    }

    Optional<Topic> find(Transaction tx, TeamId team, TopicId id) {
        return find(tx, team, id, "");
    }

    /// Until the transaction ends, nobody else changes or removes the topic.
    Optional<Topic> locked(Transaction tx, TeamId team, TopicId id) {
        return find(tx, team, id, " for update");
    }

    private static Optional<Topic> find(Transaction tx, TeamId team, TopicId id, String lock) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from topics where team_id = :team and id = :id" + lock)
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    Optional<Page<Topic>> page(Transaction tx, TeamId team, PageRequest page) {
        return Keyset.page(tx, COLUMNS, "topics", team.value(), page, (row, _) -> read(row));
    }

    void delete(Transaction tx, TeamId team, TopicId id) {
        tx.handle()
                .createUpdate("delete from topics where team_id = :team and id = :id")
                .bind("team", team.value())
                .bind("id", id.value())
                .execute();
    }

    /// The defaults of these topics; those are missing that their team does not have.
    Map<Owned, Subscription> defaults(Transaction tx, Collection<Owned> topics) {
        return tx.handle()
                .createQuery("""
                        select team_id, id, default_subscription
                          from topics join unnest(:teams, :topics) as t (team, topic) on team_id = team and id = topic""")
                .bindArray(
                        "teams",
                        UUID.class,
                        topics.stream().map(one -> one.team().value()).toArray())
                .bindArray(
                        "topics",
                        UUID.class,
                        topics.stream().map(one -> one.topic().value()).toArray())
                .map((row, _) -> Map.entry(
                        new Owned(teamOf(row), idOf(row)),
                        Subscription.fromColumn(row.getString("default_subscription"))))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Topic read(ResultSet row) throws SQLException {
        var details = new TopicDetails(
                row.getString("name"),
                row.getString("description"),
                Subscription.fromColumn(row.getString("default_subscription")),
                Visibility.fromColumn(row.getString("visibility")));
        return new Topic(
                idOf(row),
                teamOf(row),
                details,
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private static TopicId idOf(ResultSet row) throws SQLException {
        return new TopicId(row.getObject("id", UUID.class));
    }

    private static TeamId teamOf(ResultSet row) throws SQLException {
        return new TeamId(row.getObject("team_id", UUID.class));
    }

    /// A topic that a team has, or may have.
    record Owned(TeamId team, TopicId topic) {}
}
