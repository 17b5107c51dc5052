package dev.pennypost.webhooks;

import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.WebhookMessage.Summary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The SQL of messages and attempts as teams see them, and of sending messages again.
final class MessageStore {
    /// A message is made after its event was published, and clocks of nodes differ by less than this.
    private static final Duration SLACK = Duration.ofMinutes(5);

    /// Only settled ones. Those in order stand in line again, at their old place.
    private static final String REPLAY = """
            with again as (
                update webhook_messages
                   set status = 'pending', attempts = 0, leased_by = null,
                       due = case when about is null then cast(:now as timestamptz) else 'infinity' end
                 where id = any(:ids) and id >= :first and id <= :last
                   and team_id = :team and webhook_id = :webhook and due is null
                returning id, webhook_id, about, event_id
            ), arrived as (
                insert into webhook_arrivals (message_id, webhook_id, about, event_id)
                select id, webhook_id, about, event_id from again where about is not null
                on conflict do nothing
            )
            select count(*) from again""";

    private static final String MATCHES = """
            created_at >= :since and created_at < :until and status = any(:statuses) and due is null
              and (cast(:events as text[]) is null or type = any(:events))""";

    Optional<Page<Summary>> page(
            Transaction tx, TeamId team, WebhookId webhook, @Nullable MessageStatus status, PageRequest page) {
        return Keyset.page(
                tx,
                "id, type, created_at, status",
                "(select * from webhook_messages where webhook_id = :webhook" + only(status) + ") m",
                Map.of("webhook", webhook.value()),
                team.value(),
                page,
                (row, _) -> summary(row));
    }

    /// As constants, so that PostgreSQL sees which partial index has what is looked for.
    private static String only(@Nullable MessageStatus status) {
        if (status == null) return "";
        String those = " and status = '" + status.name().toLowerCase(Locale.ROOT) + "'";
        return switch (status) {
            case PENDING, ATTEMPTING -> those + " and due is not null";
            case SUCCESS, FAILED -> those;
        };
    }

    /// @param now when a message is tried next that is being tried
    Optional<WebhookMessage> get(Transaction tx, TeamId team, WebhookId webhook, UUID message, Instant now) {
        return tx.handle()
                .createQuery("""
                        select m.id, m.type, m.created_at, m.status, m.payload,
                               case when h.status = 'disabled' or m.due = 'infinity' then null
                                    when m.leased_by is not null then :now
                                    else m.due end as next
                          from webhook_messages m join webhooks h on h.id = m.webhook_id
                         where m.team_id = :team and m.webhook_id = :webhook and m.id = :message""")
                .bind("team", team.value())
                .bind("webhook", webhook.value())
                .bind("message", message)
                .bind("now", now)
                .map((row, _) -> new WebhookMessage(summary(row), next(row), row.getString("payload")))
                .findOne();
    }

    /// Names messages before attempts: tables are locked in that order by everybody who changes their partitions.
    Optional<Page<MadeAttempt>> attempts(
            Transaction tx, TeamId team, WebhookId webhook, UUID message, PageRequest page) {
        return Keyset.page(
                tx,
                "id, http_status_code, response, error, sent_at, duration_ms",
                """
                (select a.*, m.team_id
                   from webhook_messages m join webhook_attempts a on a.message_id = m.id
                  where a.message_id = :message and m.id = :message and m.webhook_id = :webhook) a""",
                Map.of("webhook", webhook.value(), "message", message),
                team.value(),
                page,
                (row, _) -> attempt(row));
    }

    /// Queues settled messages again, as if they were new; says how many there were.
    ///
    /// @param messages at least one, in the order of their ids
    int replay(Transaction tx, UUID team, WebhookId webhook, List<UUID> messages, Instant now) {
        return tx.handle()
                .createQuery(REPLAY)
                .bindArray("ids", UUID.class, messages)
                .bind("first", messages.getFirst())
                .bind("last", messages.getLast())
                .bind("team", team)
                .bind("webhook", webhook.value())
                .bind("now", now)
                .mapTo(Integer.class)
                .one();
    }

    /// Has a message tried at once that waits for its next attempt, and its schedule begin anew. One that is
    /// being tried, or that waits for another one, is left alone.
    void hurry(Transaction tx, TeamId team, WebhookId webhook, UUID message, Instant now) {
        tx.handle()
                .createUpdate("""
                        update webhook_messages set status = 'pending', attempts = 0, due = :now
                         where team_id = :team and webhook_id = :webhook and id = :message
                           and leased_by is null and due < 'infinity'""")
                .bind("team", team.value())
                .bind("webhook", webhook.value())
                .bind("message", message)
                .bind("now", now)
                .execute();
    }

    long count(Transaction tx, TeamId team, WebhookId webhook, ReplayRange range, UUID last) {
        return tx.handle()
                .createQuery("select count(*) from webhook_messages where team_id = :team and webhook_id = :webhook"
                        + " and id >= :first and id <= :last and " + MATCHES)
                .bind("team", team.value())
                .bind("webhook", webhook.value())
                .bind("first", first(range))
                .bind("last", last)
                .bind("since", range.since())
                .bind("until", range.until())
                .bind("statuses", statuses(range))
                .bind("events", events(range))
                .mapTo(Long.class)
                .one();
    }

    /// Looks at the next messages of a range: where the next look begins, and which of them match. Reads the
    /// same number of rows whether many match or none.
    Look look(Transaction tx, Replay replay, int most) {
        record Seen(UUID id, boolean matches) {}
        List<Seen> seen = tx.handle()
                .createQuery("select id, " + MATCHES + " as matches from webhook_messages"
                        + " where team_id = :team and webhook_id = :webhook and id > :position and id <= :last"
                        + " order by id limit :most")
                .bind("team", replay.team())
                .bind("webhook", replay.webhook().value())
                .bind("position", replay.position())
                .bind("last", replay.last())
                .bind("since", replay.range().since())
                .bind("until", replay.range().until())
                .bind("statuses", statuses(replay.range()))
                .bind("events", events(replay.range()))
                .bind("most", most)
                .map((row, _) -> new Seen(row.getObject("id", UUID.class), row.getBoolean("matches")))
                .list();
        UUID position = seen.size() < most ? null : seen.getLast().id();
        return new Look(seen.stream().filter(Seen::matches).map(Seen::id).toList(), position);
    }

    /// The replay of the same range that is not finished, if there is one.
    Optional<Long> underWay(Transaction tx, WebhookId webhook, ReplayRange range) {
        return tx.handle()
                .createQuery("""
                        select matched from webhook_replays
                         where webhook_id = :webhook and since = :since and until = :until
                           and statuses = :statuses and events is not distinct from cast(:events as text[])
                         limit 1""")
                .bind("webhook", webhook.value())
                .bind("since", range.since())
                .bind("until", range.until())
                .bind("statuses", statuses(range))
                .bind("events", events(range))
                .mapTo(Long.class)
                .findOne();
    }

    void begin(Transaction tx, UUID id, WebhookId webhook, ReplayRange range, UUID last, long matched) {
        tx.handle()
                .createUpdate("""
                        insert into webhook_replays
                               (id, webhook_id, since, until, statuses, events, matched, position, last)
                        values (:id, :webhook, :since, :until, :statuses, :events, :matched, :position, :last)""")
                .bind("id", id)
                .bind("webhook", webhook.value())
                .bind("since", range.since())
                .bind("until", range.until())
                .bind("statuses", statuses(range))
                .bind("events", events(range))
                .bind("matched", matched)
                .bind("position", first(range))
                .bind("last", last)
                .execute();
    }

    /// A range that is being replayed, locked; nobody else takes it meanwhile. The one after the last, so that
    /// all have their turn.
    Optional<Replay> next(Transaction tx, UUID last) {
        return tx.handle()
                .createQuery("""
                        select r.*, h.team_id, h.status = 'enabled' as enabled
                          from webhook_replays r join webhooks h on h.id = r.webhook_id
                         order by r.id > :last desc, r.id limit 1 for update of r skip locked
                           for key share of h skip locked""")
                .bind("last", last)
                .map((row, _) -> replay(row))
                .findOne();
    }

    /// The next batch begins after this position; with none the replay is over.
    void advance(Transaction tx, UUID replay, @Nullable UUID position) {
        tx.handle()
                .createUpdate(
                        position == null
                                ? "delete from webhook_replays where id = :id"
                                : "update webhook_replays set position = :position where id = :id")
                .bind("id", replay)
                .bindMap(position == null ? Map.of() : Map.of("position", position))
                .execute();
    }

    private static UUID first(ReplayRange range) {
        return Ids.lowest(range.since().minus(SLACK));
    }

    private static String[] statuses(ReplayRange range) {
        return range.statuses().stream()
                .map(status -> status.name().toLowerCase(Locale.ROOT))
                .sorted()
                .toArray(String[]::new);
    }

    private static String @Nullable [] events(ReplayRange range) {
        return range.events().isEmpty()
                ? null
                : range.events().stream().sorted().toArray(String[]::new);
    }

    private static Replay replay(ResultSet row) throws SQLException {
        var events = row.getArray("events");
        var range = new ReplayRange(
                row.getTimestamp("since").toInstant(),
                row.getTimestamp("until").toInstant(),
                texts((String[]) row.getArray("statuses").getArray()).stream()
                        .map(MessageStore::status)
                        .collect(Collectors.toSet()),
                events == null ? Set.of() : Set.copyOf(texts((String[]) events.getArray())));
        return new Replay(
                row.getObject("id", UUID.class),
                row.getObject("team_id", UUID.class),
                new WebhookId(row.getObject("webhook_id", UUID.class)),
                row.getBoolean("enabled"),
                range,
                row.getObject("position", UUID.class),
                row.getObject("last", UUID.class));
    }

    private static Collection<String> texts(String[] texts) {
        return Arrays.asList(texts);
    }

    private static Summary summary(ResultSet row) throws SQLException {
        return new Summary(
                row.getObject("id", UUID.class),
                row.getString("type"),
                row.getTimestamp("created_at").toInstant(),
                status(row.getString("status")));
    }

    private static @Nullable Instant next(ResultSet row) throws SQLException {
        var next = row.getTimestamp("next");
        return next == null ? null : next.toInstant();
    }

    private static MadeAttempt attempt(ResultSet row) throws SQLException {
        String error = row.getString("error");
        return new MadeAttempt(
                row.getObject("id", UUID.class),
                row.getInt("http_status_code"),
                error == null ? row.getString("response") : error,
                row.getTimestamp("sent_at").toInstant(),
                row.getInt("duration_ms"));
    }

    private static MessageStatus status(String word) {
        return MessageStatus.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// A range on its way.
    ///
    /// @param position the last message that was looked at
    /// @param last the last that is looked at
    record Replay(
            UUID id, UUID team, WebhookId webhook, boolean enabled, ReplayRange range, UUID position, UUID last) {}

    /// What a look at some messages found.
    ///
    /// @param position the last message that was looked at; null when none follows
    record Look(List<UUID> matching, @Nullable UUID position) {}
}
