package dev.pennypost.emails;

import dev.pennypost.delivery.Delivery;
import dev.pennypost.domains.DomainId;
import dev.pennypost.emails.lint.Warning;
import dev.pennypost.json.Json;
import dev.pennypost.mail.message.Attachment;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.templates.TemplateId;
import dev.pennypost.topics.TopicId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/// The SQL of emails.
final class EmailStore {
    static final String COLUMNS = """
            id, team_id, domain_id, sender, recipients, cc, bcc, reply_to, subject, message_id, tags, headers,
            last_event, created_at, scheduled_at, topic_id, template_id""";

    private static final TypeReference<LinkedHashMap<String, String>> MAP = new TypeReference<>() {};

    private static final TypeReference<List<List<String>>> PAIRS = new TypeReference<>() {};
    private static final TypeReference<List<Warning>> WARNINGS = new TypeReference<>() {};
    private static final TypeReference<Tracked> TRACKED = new TypeReference<>() {};

    void insert(Transaction tx, List<Accepting> batch) {
        try {
            insertEmails(tx.connection(), batch);
            insertContents(tx.connection(), batch);
            insertAttachments(tx.connection(), batch);
            insertRaws(tx.connection(), batch);
        } catch (SQLException broken) {
            throw new IllegalStateException("cannot store emails", broken);
        }
    }

    boolean hasSentSince(Transaction tx, TeamId team, DomainId domain, Instant time) {
        return tx.handle()
                .createQuery("""
                        select 1 from emails where team_id = :team and id >= :lowest and domain_id = :domain limit 1""")
                .bind("team", team.value())
                .bind("lowest", Ids.lowest(time))
                .bind("domain", domain.value())
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    /// How many emails the team sent from each domain. Counts what came since somebody asked last, and writes the sum
    /// down up to `settled`.
    ///
    /// @param settled a time before which no transaction that accepts emails is still open
    Map<DomainId, Long> sentCounts(Transaction tx, TeamId team, Instant settled) {
        tx.handle()
                .createUpdate("""
                        insert into sent_counted (team_id, counted_to) values (:team, :zero)
                        on conflict (team_id) do nothing""")
                .bind("team", team.value())
                .bind("zero", new UUID(0, 0))
                .execute();
        var span = tx.handle()
                .createQuery("""
                        select counted_to, greatest(counted_to, :lowest) as count_to from sent_counted
                         where team_id = :team for update""")
                .bind("team", team.value())
                .bind("lowest", Ids.lowest(settled))
                .map((row, _) ->
                        new Span(row.getObject("counted_to", UUID.class), row.getObject("count_to", UUID.class)))
                .one();
        addUp(tx, team, span);
        return counted(tx, team, span.to());
    }

    /// @param to exclusive
    private record Span(UUID from, UUID to) {}

    private static void addUp(Transaction tx, TeamId team, Span span) {
        tx.handle()
                .createUpdate("""
                        insert into sent_counts (team_id, domain_id, emails)
                        select team_id, domain_id, count(*) from emails
                         where team_id = :team and id >= :from and id < :to group by team_id, domain_id
                        on conflict (team_id, domain_id) do update
                           set emails = sent_counts.emails + excluded.emails""")
                .bind("team", team.value())
                .bind("from", span.from())
                .bind("to", span.to())
                .execute();
        tx.handle()
                .createUpdate("update sent_counted set counted_to = :to where team_id = :team")
                .bind("team", team.value())
                .bind("to", span.to())
                .execute();
    }

    private static Map<DomainId, Long> counted(Transaction tx, TeamId team, UUID from) {
        return tx.handle()
                .createQuery("""
                        select domain_id, sum(emails) as emails
                          from (select domain_id, emails from sent_counts where team_id = :team
                                union all
                                select domain_id, count(*) from emails where team_id = :team and id >= :from
                                 group by domain_id) as counted
                         group by domain_id""")
                .bind("team", team.value())
                .bind("from", from)
                .map((row, _) -> Map.entry(new DomainId(row.getObject("domain_id", UUID.class)), row.getLong("emails")))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static void insertEmails(Connection connection, List<Accepting> batch) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into emails (team_id, id, domain_id, sender, recipients, cc, bcc, reply_to, subject,
                                    message_id, tags, headers, last_event, created_at, scheduled_at, topic_id,
                                    template_id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?)""")) {
            for (Accepting one : batch) {
                Email email = one.email();
                insert.setObject(1, email.team().value());
                insert.setObject(2, email.id().value());
                insert.setObject(3, email.domain().value());
                insert.setString(4, email.from());
                insert.setArray(5, texts(connection, email.to()));
                insert.setArray(6, texts(connection, email.cc()));
                insert.setArray(7, texts(connection, email.bcc()));
                insert.setArray(8, texts(connection, email.replyTo()));
                insert.setString(9, email.subject());
                insert.setString(10, email.messageId());
                insert.setString(11, pairs(email.tags()));
                insert.setString(12, pairs(email.headers()));
                insert.setString(13, email.lastEvent().column());
                insert.setTimestamp(14, Timestamp.from(email.createdAt()));
                insert.setTimestamp(15, timestamp(email.scheduledAt()));
                insert.setObject(
                        16, email.topic() == null ? null : email.topic().value());
                insert.setObject(
                        17, email.template() == null ? null : email.template().value());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void insertContents(Connection connection, List<Accepting> batch) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into email_contents (email_id, team_id, html, body, warnings, tracked)"
                        + " values (?, ?, ?, ?, ?::jsonb, ?::jsonb)")) {
            for (Accepting one : batch) {
                insert.setObject(1, one.email().id().value());
                insert.setObject(2, one.email().team().value());
                insert.setString(3, one.content().html());
                insert.setString(4, one.content().text());
                insert.setString(5, json(one.content().warnings()));
                insert.setString(6, json(one.content().tracked()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void insertAttachments(Connection connection, List<Accepting> batch) throws SQLException {
        if (batch.stream().allMatch(one -> one.content().attachments().isEmpty())) return;
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into attachments (email_id, position, team_id, id, filename, content_type, content_id, content)
                values (?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (Accepting one : batch) {
                var positions = one.positions().iterator();
                for (Attachment file : one.content().attachments()) {
                    insert.setObject(1, one.email().id().value());
                    insert.setInt(2, positions.next());
                    insert.setObject(3, one.email().team().value());
                    insert.setObject(4, Ids.next(one.email().createdAt()));
                    insert.setString(5, file.filename());
                    insert.setString(6, file.contentType());
                    insert.setString(7, file.contentId());
                    insert.setBytes(8, file.content());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static void insertRaws(Connection connection, List<Accepting> batch) throws SQLException {
        if (batch.stream().allMatch(one -> one.raw() == null)) return;
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into email_raws (email_id, team_id, message, smtp_utf8, confidential) values (?, ?, ?, ?, ?)")) {
            for (Accepting one : batch) {
                RawMessage raw = one.raw();
                if (raw == null) continue;
                insert.setObject(1, one.email().id().value());
                insert.setObject(2, one.email().team().value());
                insert.setBytes(3, raw.octets());
                insert.setBoolean(4, raw.smtpUtf8());
                insert.setBoolean(5, raw.confidential());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    Optional<Email> find(Transaction tx, TeamId team, EmailId id) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from emails where team_id = :team and id = :id")
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    Optional<Content> content(Transaction tx, TeamId team, EmailId id) {
        return tx.handle()
                .createQuery("select html, body, warnings, tracked from email_contents"
                        + " where email_id = :id and team_id = :team")
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> new Content(
                        row.getString("html"),
                        row.getString("body"),
                        List.of(),
                        warnings(row.getString("warnings")),
                        tracked(row.getString("tracked"))))
                .findOne();
    }

    List<StoredAttachment> attachments(Transaction tx, TeamId team, EmailId id) {
        return tx.handle()
                .createQuery("""
                        select id, filename, content_type, content_id, octet_length(content) as octets from attachments
                         where email_id = :email and team_id = :team order by position""")
                .bind("email", id.value())
                .bind("team", team.value())
                .map((row, _) -> new StoredAttachment(
                        row.getObject("id", UUID.class),
                        row.getString("filename"),
                        row.getString("content_type"),
                        row.getString("content_id"),
                        row.getLong("octets")))
                .list();
    }

    Optional<Attachment> attachment(Transaction tx, TeamId team, EmailId email, UUID id) {
        return tx.handle()
                .createQuery("""
                        select filename, content_type, content_id, content from attachments
                         where email_id = :email and team_id = :team and id = :id""")
                .bind("email", email.value())
                .bind("team", team.value())
                .bind("id", id)
                .map((row, _) -> attachment(row))
                .findOne();
    }

    /// Those of an email's files that have a content id.
    List<Attachment> shown(Transaction tx, TeamId team, EmailId email) {
        return tx.handle()
                .createQuery("""
                        select filename, content_type, content_id, content from attachments
                         where email_id = :email and team_id = :team and content_id is not null order by position""")
                .bind("email", email.value())
                .bind("team", team.value())
                .map((row, _) -> attachment(row))
                .list();
    }

    private static Attachment attachment(ResultSet row) throws SQLException {
        return new Attachment(
                row.getString("filename"),
                row.getString("content_type"),
                row.getString("content_id"),
                row.getBytes("content"));
    }

    Optional<Page<Email>> page(Transaction tx, TeamId team, PageRequest page) {
        return Keyset.page(tx, COLUMNS, "emails", team.value(), page, (row, _) -> read(row));
    }

    /// Emails with all their content, for delivery, which holds the ids of every team.
    Map<Email, Content> load(Transaction tx, Collection<UUID> ids) {
        UUID[] array = ids.toArray(UUID[]::new);
        Map<UUID, List<Attachment>> attachments = attachments(tx, array);
        var loaded = new HashMap<Email, Content>();
        tx.handle()
                .createQuery("""
                        select e.id, e.team_id, domain_id, sender, recipients, cc, bcc, reply_to, subject, message_id,
                               tags, headers, last_event, created_at, scheduled_at, topic_id, template_id, html,
                               body, tracked
                          from email_contents c join emails e on e.team_id = c.team_id and e.id = c.email_id
                         where c.email_id = any(:ids)""")
                .bindArray("ids", UUID.class, (Object[]) array)
                .map((row, _) -> Map.entry(
                        read(row),
                        new Content(
                                row.getString("html"),
                                row.getString("body"),
                                attachments.getOrDefault(row.getObject("id", UUID.class), List.of()),
                                List.of(),
                                tracked(row.getString("tracked")))))
                .forEach(entry -> loaded.put(entry.getKey(), entry.getValue()));
        return loaded;
    }

    /// The messages of those emails that are delivered as they came, for delivery, which holds ids of all teams.
    Map<UUID, RawMessage> raws(Transaction tx, Collection<UUID> ids) {
        return tx.handle()
                .createQuery(
                        "select email_id, message, smtp_utf8, confidential from email_raws where email_id = any(:ids)")
                .bindArray("ids", UUID.class, ids.toArray())
                .map((row, _) -> Map.entry(
                        row.getObject("email_id", UUID.class),
                        new RawMessage(
                                row.getBytes("message"), row.getBoolean("smtp_utf8"), row.getBoolean("confidential"))))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /// Writes down when an email that waits is to leave.
    void reschedule(Transaction tx, TeamId team, EmailId id, Instant time) {
        tx.handle()
                .createUpdate("update emails set scheduled_at = :time where team_id = :team and id = :id")
                .bind("time", time)
                .bind("team", team.value())
                .bind("id", id.value())
                .execute();
    }

    /// Writes down the latest event of each email; returns the tags of those that have some. That one recipient opened
    /// or
    /// clicked stays, whatever servers of others still say, and gives way to what went wrong.
    Map<EmailId, Map<String, String>> happened(Transaction tx, Collection<EmailProgress.Happening> latest) {
        UUID[] teams = latest.stream().map(one -> one.team().value()).toArray(UUID[]::new);
        UUID[] ids = latest.stream().map(one -> one.email().value()).toArray(UUID[]::new);
        String[] events = latest.stream().map(one -> one.event().column()).toArray(String[]::new);
        var tags = new HashMap<EmailId, Map<String, String>>();
        tx.handle()
                .createQuery("""
                        update emails e
                           set last_event = case when h.event in ('delivered', 'delivery_delayed')
                                                      and e.last_event in ('opened', 'clicked')
                                                 then e.last_event
                                                 when h.event in ('opened', 'clicked')
                                                      and e.last_event not in (
                                                          'queued', 'sent', 'delivered', 'delivery_delayed', 'opened')
                                                 then e.last_event
                                                 else h.event end
                          from unnest(:teams, :ids, :events) as h (team, email, event)
                         where e.team_id = h.team and e.id = h.email
                         returning e.id, e.tags""")
                .bindArray("teams", UUID.class, (Object[]) teams)
                .bindArray("ids", UUID.class, (Object[]) ids)
                .bindArray("events", String.class, (Object[]) events)
                .map((row, _) -> tags.put(new EmailId(row.getObject("id", UUID.class)), pairs(row.getString("tags"))))
                .list();
        tags.values().removeIf(Map::isEmpty);
        return tags;
    }

    /// The emails of these deliveries without their content.
    Map<EmailId, Email> ofDeliveries(Transaction tx, Collection<Delivery> deliveries) {
        return of(
                tx,
                deliveries.stream().map(one -> one.team().value()).toArray(UUID[]::new),
                deliveries.stream().map(one -> one.id().emailId()).toArray(UUID[]::new));
    }

    /// The emails that were visited, without their content.
    Map<EmailId, Email> ofVisits(Transaction tx, Collection<VisitedEmail> visits) {
        return of(
                tx,
                visits.stream().map(one -> one.team().value()).toArray(UUID[]::new),
                visits.stream().map(one -> one.email().value()).toArray(UUID[]::new));
    }

    /// The tags of emails that have some.
    Map<EmailId, Map<String, String>> tagsOf(Transaction tx, Collection<ClickCorrection> corrections) {
        var tags = new HashMap<EmailId, Map<String, String>>();
        if (corrections.isEmpty()) return tags;
        of(
                        tx,
                        corrections.stream().map(one -> one.team().value()).toArray(UUID[]::new),
                        corrections.stream().map(one -> one.email().value()).toArray(UUID[]::new))
                .forEach((id, email) -> {
                    if (!email.tags().isEmpty()) tags.put(id, email.tags());
                });
        return tags;
    }

    /// The emails whose time has come, without their content.
    Map<EmailId, Email> of(Transaction tx, List<ScheduleStore.Due> due) {
        return of(
                tx,
                due.stream().map(one -> one.team().value()).toArray(UUID[]::new),
                due.stream().map(one -> one.email().value()).toArray(UUID[]::new));
    }

    /// Those of these emails that failed before anybody was sent to.
    List<Email> failed(Transaction tx, TeamId team, Collection<UUID> ids) {
        return tx.handle()
                .createQuery("select " + COLUMNS
                        + " from emails where team_id = :team and id = any(:ids) and last_event = 'failed'")
                .bind("team", team.value())
                .bindArray("ids", UUID.class, ids.toArray())
                .map((row, _) -> read(row))
                .list();
    }

    /// The first emails that were accepted in a range of time.
    List<UUID> accepted(Transaction tx, TeamId team, Instant from, Instant to, int limit) {
        return tx.handle()
                .createQuery("""
                        select id from emails where team_id = :team and id >= :from and id < :to
                         order by id limit :limit""")
                .bind("team", team.value())
                .bind("from", Ids.lowest(from))
                .bind("to", Ids.lowest(to))
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
    }

    private static Map<EmailId, Email> of(Transaction tx, UUID[] teams, UUID[] ids) {
        var emails = new HashMap<EmailId, Email>();
        tx.handle()
                .createQuery("""
                        select id, team_id, domain_id, sender, recipients, cc, bcc, reply_to, subject, message_id,
                               tags, headers, last_event, created_at, scheduled_at, topic_id, template_id
                          from emails join unnest(:teams, :ids) as s (team, email) on team_id = team and id = email""")
                .bindArray("teams", UUID.class, (Object[]) teams)
                .bindArray("ids", UUID.class, (Object[]) ids)
                .map((row, _) -> read(row))
                .forEach(email -> emails.put(email.id(), email));
        return emails;
    }

    private static Map<UUID, List<Attachment>> attachments(Transaction tx, UUID[] emailIds) {
        var found = new HashMap<UUID, List<Attachment>>();
        tx.handle()
                .createQuery("""
                        select email_id, filename, content_type, content_id, content from attachments
                         where email_id = any(:ids) order by email_id, position""")
                .bindArray("ids", UUID.class, (Object[]) emailIds)
                .map((row, _) -> Map.entry(row.getObject("email_id", UUID.class), attachment(row)))
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(entry.getValue()));
        return found;
    }

    static Email read(ResultSet row) throws SQLException {
        return new Email(
                new EmailId(row.getObject("id", UUID.class)),
                new TeamId(row.getObject("team_id", UUID.class)),
                new DomainId(row.getObject("domain_id", UUID.class)),
                row.getString("sender"),
                texts(row, "recipients"),
                texts(row, "cc"),
                texts(row, "bcc"),
                texts(row, "reply_to"),
                row.getString("subject"),
                row.getString("message_id"),
                pairs(row.getString("tags")),
                pairs(row.getString("headers")),
                LastEvent.fromColumn(row.getString("last_event")),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("scheduled_at")),
                topic(row.getObject("topic_id", UUID.class)),
                template(row.getObject("template_id", UUID.class)));
    }

    private static @Nullable TopicId topic(@Nullable UUID id) {
        return id == null ? null : new TopicId(id);
    }

    private static @Nullable TemplateId template(@Nullable UUID id) {
        return id == null ? null : new TemplateId(id);
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static java.sql.Array texts(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    private static @Nullable String json(List<Warning> warnings) {
        return warnings.isEmpty() ? null : Json.write(warnings);
    }

    private static @Nullable String json(@Nullable Tracked tracked) {
        return tracked == null ? null : Json.write(tracked);
    }

    private static @Nullable Tracked tracked(@Nullable String json) {
        return json == null ? null : Json.read(json, TRACKED);
    }

    private static List<Warning> warnings(@Nullable String json) {
        return json == null ? List.of() : Json.read(json, WARNINGS);
    }

    // An object in jsonb forgets the order of its names, and a retry has to send the octets of the first attempt.
    private static @Nullable String pairs(Map<String, String> map) {
        if (map.isEmpty()) return null;
        return Json.write(map.entrySet().stream()
                .map(entry -> List.of(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static Map<String, String> pairs(@Nullable String json) {
        if (json == null) return Map.of();
        if (!json.startsWith("[")) return Json.read(json, MAP);
        var map = new LinkedHashMap<String, String>();
        for (List<String> pair : Json.read(json, PAIRS)) map.put(pair.getFirst(), pair.getLast());
        return map;
    }
}
