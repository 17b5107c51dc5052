package dev.pennypost.webhooks;

import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.WebhookEvent.WebhookDisabled;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The SQL of webhook endpoints.
final class WebhookStore {
    private static final String COLUMNS =
            "id, endpoint, events, domain_ids, ordered, status, disabled_reason, disabled_at, created_at";

    /// What an endpoint has messages made for that is enabled, or that we disabled not long ago: its team did
    /// not choose to miss them.
    private static final String LISTENING =
            "(status = 'enabled' or (disabled_reason in ('gone', 'failing') and disabled_at > :kept_since))";

    void insert(Transaction tx, TeamId team, Webhook webhook, byte[] sealedSecret) {
        var insert = tx.handle()
                .createUpdate("""
                        insert into webhooks
                               (id, team_id, endpoint, events, domain_ids, ordered, secret, status, created_at)
                        values (:id, :team, :endpoint, :events, :domains, :ordered, :secret, :status, :created)""")
                .bind("team", team.value())
                .bind("secret", sealedSecret)
                .bind("created", webhook.createdAt());
        bind(insert, webhook).execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Webhook webhook) {
        return statement
                .bind("id", webhook.id().value())
                .bind("endpoint", webhook.endpoint())
                .bind(
                        "events",
                        webhook.events() == null ? null : webhook.events().toArray(String[]::new))
                .bind(
                        "domains",
                        webhook.domains().isEmpty() ? null : webhook.domains().toArray(UUID[]::new))
                .bind("ordered", webhook.ordered())
                .bind("status", word(webhook.status()));
    }

    Optional<Sealed> get(Transaction tx, TeamId team, WebhookId id) {
        return get(tx, team, id, "");
    }

    /// The same, and nobody else changes it before the transaction ends.
    Optional<Sealed> lock(Transaction tx, TeamId team, WebhookId id) {
        return get(tx, team, id, " for no key update");
    }

    private static Optional<Sealed> get(Transaction tx, TeamId team, WebhookId id, String lock) {
        return tx.handle()
                .createQuery("select " + COLUMNS + ", secret from webhooks where team_id = :team and id = :id" + lock)
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> new Sealed(read(row), row.getBytes("secret")))
                .findOne();
    }

    /// How those of these endpoints are doing that the team has.
    Map<WebhookId, WebhookHealth> health(Transaction tx, TeamId team, Collection<WebhookId> ids, Instant now) {
        record Of(WebhookId id, WebhookHealth health) {}
        return tx.handle()
                .createQuery("""
                        select id, failing_since,
                               case when previous_until > :now then previous_until end as previous_until
                          from webhooks where team_id = :team and id = any(:ids)""")
                .bind("now", now)
                .bind("team", team.value())
                .bindArray("ids", UUID.class, (Object[])
                        ids.stream().map(WebhookId::value).toArray(UUID[]::new))
                .map((row, _) -> new Of(
                        new WebhookId(row.getObject("id", UUID.class)),
                        new WebhookHealth(instant(row, "failing_since"), instant(row, "previous_until"))))
                .collect(Collectors.toMap(Of::id, Of::health));
    }

    Optional<Page<Webhook>> page(Transaction tx, TeamId team, PageRequest page) {
        return Keyset.page(tx, COLUMNS, "webhooks", team.value(), page, (row, _) -> read(row));
    }

    /// Writes what a team changed.
    ///
    /// @param afresh whether what went wrong before is forgotten
    void update(Transaction tx, TeamId team, Webhook webhook, boolean afresh) {
        Disabled disabled = webhook.disabled();
        var update = tx.handle()
                .createUpdate("""
                        update webhooks
                           set endpoint = :endpoint, events = :events, domain_ids = :domains, ordered = :ordered,
                               status = :status, disabled_reason = :reason,
                               disabled_at = cast(:disabled_at as timestamptz),
                               failing_since = case when :afresh then null else failing_since end,
                               notice_due = notice_due and not :afresh
                         where team_id = :team and id = :id""")
                .bind("team", team.value())
                .bind("reason", disabled == null ? null : word(disabled.reason()))
                .bind("disabled_at", disabled == null ? null : disabled.at())
                .bind("afresh", afresh);
        bind(update, webhook).execute();
    }

    /// Its old secret goes on being good until then.
    void rotate(Transaction tx, TeamId team, WebhookId id, byte[] sealedSecret, Instant until) {
        tx.handle()
                .createUpdate("""
                        update webhooks set previous_secret = secret, previous_until = :until, secret = :secret
                         where team_id = :team and id = :id""")
                .bind("until", until)
                .bind("secret", sealedSecret)
                .bind("team", team.value())
                .bind("id", id.value())
                .execute();
    }

    /// Forgets secrets that are not good any more, whoever's they are.
    void forgetSecrets(Transaction tx, Instant now) {
        tx.handle()
                .createUpdate("update webhooks set previous_secret = null, previous_until = null"
                        + " where previous_until <= :now")
                .bind("now", now)
                .execute();
    }

    /// Its messages and their attempts go with it.
    boolean delete(Transaction tx, TeamId team, WebhookId id) {
        return tx.handle()
                        .createUpdate("delete from webhooks where team_id = :team and id = :id")
                        .bind("team", team.value())
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    /// @param keptSince messages are still made for what we disabled after this
    Set<UUID> teamsThatListen(Transaction tx, Instant keptSince) {
        return tx.handle()
                .createQuery("select distinct team_id from webhooks where " + LISTENING)
                .bind("kept_since", keptSince)
                .mapTo(UUID.class)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The webhooks of these teams that messages are made for. They cannot be deleted before the transaction
    /// ends, so that messages for them can be inserted.
    ///
    /// @param keptSince as of [#teamsThatListen]
    Map<UUID, List<Webhook>> listening(Transaction tx, Collection<UUID> teams, Instant keptSince) {
        record Owned(UUID team, Webhook webhook) {}
        return tx.handle()
                .createQuery("select team_id, " + COLUMNS + " from webhooks where team_id = any(:teams) and "
                        + LISTENING + " order by id for key share")
                .bindArray("teams", UUID.class, (Object[]) teams.toArray(UUID[]::new))
                .bind("kept_since", keptSince)
                .map((row, _) -> new Owned(row.getObject("team_id", UUID.class), read(row)))
                .collect(Collectors.groupingBy(Owned::team, Collectors.mapping(Owned::webhook, Collectors.toList())));
    }

    /// Locks those of the endpoints that attempts change something about, in the order of their ids; the
    /// others, most of the time all, are only looked at.
    ///
    /// @param all the others are among them
    /// @param inOrder those that messages in order were sent to
    /// @param failingSince what has failed since then or longer has failed for too long
    List<Standing> lockConcerned(
            Transaction tx,
            Set<UUID> all,
            Set<UUID> succeeded,
            Set<UUID> failed,
            Set<UUID> gone,
            Set<UUID> inOrder,
            Instant failingSince) {
        return tx.handle()
                .createQuery("""
                        select id, team_id, endpoint, status, failing_since from webhooks
                         where id = any(:all)
                           and (id = any(:succeeded) and failing_since is not null
                                or id = any(:failed) and (failing_since is null or failing_since <= :failing_since)
                                or id = any(:gone)
                                or id = any(:in_order))
                         order by id for no key update""")
                .bindArray("all", UUID.class, all)
                .bindArray("succeeded", UUID.class, succeeded)
                .bindArray("failed", UUID.class, failed)
                .bindArray("gone", UUID.class, gone)
                .bindArray("in_order", UUID.class, inOrder)
                .bind("failing_since", failingSince)
                .map((row, _) -> new Standing(
                        new WebhookId(row.getObject("id", UUID.class)),
                        row.getObject("team_id", UUID.class),
                        row.getString("endpoint"),
                        row.getString("status").equals("enabled"),
                        instant(row, "failing_since")))
                .list();
    }

    void failing(Transaction tx, WebhookId id, @Nullable Instant since) {
        tx.handle()
                .createUpdate("update webhooks set failing_since = cast(:since as timestamptz) where id = :id")
                .bind("since", since)
                .bind("id", id.value())
                .execute();
    }

    void disable(Transaction tx, WebhookDisabled event) {
        tx.handle()
                .createUpdate("""
                        update webhooks
                           set status = 'disabled', disabled_reason = :reason, disabled_at = :at,
                               failing_since = :since, notice_due = true
                         where team_id = :team and id = :id""")
                .bind("reason", word(event.reason()))
                .bind("at", event.disabledAt())
                .bind("since", event.failingSince())
                .bind("team", event.teamId())
                .bind("id", event.webhookId())
                .execute();
    }

    /// What teams are still to be told of, the oldest endpoints first.
    List<WebhookDisabled> noticesDue(Transaction tx, int most) {
        return tx.handle()
                .createQuery("""
                        select id, team_id, endpoint, disabled_reason, disabled_at, failing_since from webhooks
                         where notice_due order by id limit :most""")
                .bind("most", most)
                .map((row, _) -> new WebhookDisabled(
                        row.getObject("id", UUID.class),
                        row.getObject("team_id", UUID.class),
                        Endpoint.host(row.getString("endpoint")),
                        reason(row.getString("disabled_reason")),
                        row.getTimestamp("disabled_at").toInstant(),
                        row.getTimestamp("failing_since").toInstant()))
                .list();
    }

    void noticed(Transaction tx, WebhookDisabled event) {
        tx.handle()
                .createUpdate("""
                        update webhooks set notice_due = false
                         where team_id = :team and id = :id and disabled_at = :at""")
                .bind("team", event.teamId())
                .bind("id", event.webhookId())
                .bind("at", event.disabledAt())
                .execute();
    }

    private static Webhook read(ResultSet row) throws SQLException {
        String reason = row.getString("disabled_reason");
        return new Webhook(
                new WebhookId(row.getObject("id", UUID.class)),
                row.getString("endpoint"),
                events(row),
                domains(row),
                row.getBoolean("ordered"),
                WebhookStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                reason == null
                        ? null
                        : new Disabled(
                                reason(reason), row.getTimestamp("disabled_at").toInstant()),
                row.getTimestamp("created_at").toInstant());
    }

    private static @Nullable List<String> events(ResultSet row) throws SQLException {
        var events = row.getArray("events");
        return events == null ? null : List.of((String[]) events.getArray());
    }

    private static Set<UUID> domains(ResultSet row) throws SQLException {
        var domains = row.getArray("domain_ids");
        return domains == null ? Set.of() : Set.of((UUID[]) domains.getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static Disabled.Reason reason(String word) {
        return Disabled.Reason.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// A webhook with its secret as it is stored.
    record Sealed(Webhook webhook, byte[] secret) {}

    /// How an endpoint has been doing.
    ///
    /// @param failingSince the first failure since the last success; null when there was none
    record Standing(
            WebhookId id,
            UUID team,
            String endpoint,
            boolean enabled,
            @Nullable Instant failingSince) {}
}
