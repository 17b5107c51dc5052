package dev.pennypost.audit;

import dev.pennypost.json.Json;
import dev.pennypost.storage.Conditions;
import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The SQL of the audit log.
final class AuditStore {
    private static final String COLUMNS = """
            id, team_id, created_at, actor_type, actor_id, actor_name, client_address, user_agent, action,
            subject_type, subject_id, subject_name, before, after""";

    private final DayPartitions partitions = new DayPartitions("audit_log", "");

    /// Writes a record, making the partition of its day where nobody has yet.
    void insert(Transaction tx, AuditRecord done) {
        open(tx, DayPartitions.dayOf(done.id()));
        var author = done.author();
        tx.handle()
                .createUpdate("""
                        insert into audit_log (id, team_id, created_at, actor_type, actor_id, actor_name,
                                               client_address, user_agent, action, subject_type, subject_id,
                                               subject_name, before, after)
                        values (:id, cast(:team as uuid), :at, :actorType, cast(:actor as uuid), :actorName,
                                :address, :agent, :action, :subjectType, :subject, :subjectName,
                                cast(:before as json), cast(:after as json))""")
                .bind("id", done.id())
                .bind("team", done.team())
                .bind("at", done.at())
                .bind("actorType", author.type())
                .bind("actor", author.id())
                .bind("actorName", author.name())
                .bind("address", author.origin().address())
                .bind("agent", author.origin().userAgent())
                .bind("action", done.action())
                .bind("subjectType", done.subjectType())
                .bind("subject", done.subjectId())
                .bind("subjectName", done.subjectName())
                .bind("before", written(done.before()))
                .bind("after", written(done.after()))
                .execute();
    }

    /// One page of a team's records; empty when the cursor is not one of them.
    Optional<Page<AuditRecord>> page(Transaction tx, UUID team, AuditFilter filter, PageRequest page) {
        Conditions asked = conditions(filter);
        String from = "(select * from audit_log where team_id = :team" + asked.sql() + ") as records";
        return Keyset.page(tx, COLUMNS, from, asked.values(), team, page, (row, _) -> read(row));
    }

    /// The records of all teams and of none, the newest first.
    ///
    /// @param after the last one of the page before; null for the first page
    List<AuditRecord> everybodys(Transaction tx, AuditFilter filter, int limit, @Nullable UUID after) {
        Conditions asked = conditions(filter).and("id < :after", "after", after);
        return tx.handle()
                .createQuery("select " + COLUMNS + " from audit_log where true" + asked.sql()
                        + " order by id desc limit :limit")
                .bindMap(asked.values())
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list();
    }

    /// Makes the partition of a day where it is missing.
    void open(Transaction tx, LocalDate day) {
        if (!partitions.isOpen(tx, day)) partitions.open(tx, day);
    }

    /// Drops the partitions of days before this one.
    void drop(Transaction tx, LocalDate before) {
        partitions.drop(tx, before);
    }

    private static Conditions conditions(AuditFilter filter) {
        var subject = filter.subjectType();
        var actor = filter.actorType();
        return new Conditions()
                .and("subject_type = :type", "type", subject == null ? null : subject.spelled())
                .and("subject_id = :subject", "subject", filter.subjectId())
                .and("actor_type = :actorType", "actorType", actor == null ? null : actor.spelled())
                .and("actor_id = :actor", "actor", filter.actorId())
                .and("action = :action", "action", filter.action())
                .and("id >= :from", "from", filter.from() == null ? null : Ids.lowest(filter.from()))
                .and("id < :to", "to", filter.to() == null ? null : Ids.lowest(filter.to()));
    }

    private static @Nullable String written(@Nullable JsonNode tree) {
        return tree == null ? null : Json.write(tree);
    }

    private static AuditRecord read(ResultSet row) throws SQLException {
        return new AuditRecord(
                row.getObject("id", UUID.class),
                row.getObject("team_id", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                new AuditRecord.Author(
                        row.getString("actor_type"),
                        row.getObject("actor_id", UUID.class),
                        row.getString("actor_name"),
                        new Origin(row.getString("client_address"), row.getString("user_agent"))),
                row.getString("action"),
                row.getString("subject_type"),
                row.getString("subject_id"),
                row.getString("subject_name"),
                tree(row.getString("before")),
                tree(row.getString("after")));
    }

    private static @Nullable JsonNode tree(@Nullable String json) {
        return json == null ? null : Json.MAPPER.readTree(json);
    }
}
