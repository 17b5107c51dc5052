package dev.pennypost.webhooks;

import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The SQL of webhook endpoints.
final class WebhookStore {
    private static final String COLUMNS = "id, endpoint, events, status, created_at";

    void insert(Transaction tx, TeamId team, Webhook webhook, byte[] sealedSecret) {
        tx.handle()
                .createUpdate("""
                        insert into webhooks (id, team_id, endpoint, events, secret, status, created_at)
                        values (:id, :team, :endpoint, :events, :secret, :status, :created)""")
                .bind("id", webhook.id().value())
                .bind("team", team.value())
                .bind("endpoint", webhook.endpoint())
                .bind(
                        "events",
                        webhook.events() == null ? null : webhook.events().toArray(String[]::new))
                .bind("secret", sealedSecret)
                .bind("status", webhook.status().name().toLowerCase(Locale.ROOT))
                .bind("created", webhook.createdAt())
                .execute();
    }

    Optional<Sealed> get(Transaction tx, TeamId team, WebhookId id) {
        return tx.handle()
                .createQuery("select " + COLUMNS + ", secret from webhooks where team_id = :team and id = :id")
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> new Sealed(read(row), row.getBytes("secret")))
                .findOne();
    }

    Optional<Page<Webhook>> page(Transaction tx, TeamId team, PageRequest page) {
        return Keyset.page(tx, COLUMNS, "webhooks", team.value(), page, (row, _) -> read(row));
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

    Set<UUID> teamsThatListen(Transaction tx) {
        return tx.handle()
                .createQuery("select distinct team_id from webhooks where status = 'enabled'")
                .mapTo(UUID.class)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The enabled webhooks of these teams. They cannot be deleted before the transaction ends, so that messages for
    /// them can be inserted.
    Map<UUID, List<Webhook>> enabledOf(Transaction tx, Collection<UUID> teams) {
        record Owned(UUID team, Webhook webhook) {}
        return tx.handle()
                .createQuery("select team_id, " + COLUMNS + " from webhooks"
                        + " where team_id = any(:teams) and status = 'enabled' order by id for key share")
                .bindArray("teams", UUID.class, (Object[]) teams.toArray(UUID[]::new))
                .map((row, _) -> new Owned(row.getObject("team_id", UUID.class), read(row)))
                .collect(Collectors.groupingBy(Owned::team, Collectors.mapping(Owned::webhook, Collectors.toList())));
    }

    private static Webhook read(ResultSet row) throws SQLException {
        return new Webhook(
                new WebhookId(row.getObject("id", UUID.class)),
                row.getString("endpoint"),
                events(row),
                WebhookStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getTimestamp("created_at").toInstant());
    }

    private static @Nullable List<String> events(ResultSet row) throws SQLException {
        var events = row.getArray("events");
        return events == null ? null : List.of((String[]) events.getArray());
    }

    /// A webhook with its secret as it is stored.
    record Sealed(Webhook webhook, byte[] secret) {}
}
