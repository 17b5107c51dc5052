package dev.pennypost.keys;

import dev.pennypost.domains.DomainId;
import dev.pennypost.storage.Keyset;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The SQL of API keys.
final class KeyStore {
    private static final String COLUMNS = "id, name, permission, domain_id, created_at, last_used_at, expires_at";

    void insert(Transaction tx, TeamId team, ApiKey key, TokenHash tokenHash) {
        tx.handle()
                .createUpdate("""
                        insert into api_keys (id, team_id, name, token_hash, permission, domain_id, created_at, expires_at)
                        values (:id, :team, :name, :hash, :permission, cast(:domain as uuid), :created,
                                cast(:expires as timestamptz))""")
                .bind("id", key.id().value())
                .bind("team", team.value())
                .bind("name", key.name())
                .bind("hash", tokenHash.bytes())
                .bind("permission", spell(key.permission()))
                .bind("domain", key.domain() == null ? null : key.domain().value())
                .bind("created", key.createdAt())
                .bind("expires", key.expiresAt())
                .execute();
    }

    Optional<Page<ApiKey>> page(Transaction tx, TeamId team, PageRequest page) {
        return Keyset.page(tx, COLUMNS, "api_keys", team.value(), page, (row, _) -> read(row));
    }

    Optional<ApiKey> get(Transaction tx, TeamId team, KeyId id) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from api_keys where team_id = :team and id = :id")
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    boolean any(Transaction tx, TeamId team) {
        return tx.handle()
                .createQuery("select exists (select from api_keys where team_id = :team)")
                .bind("team", team.value())
                .mapTo(Boolean.class)
                .one();
    }

    boolean isGood(Transaction tx, TeamId team, KeyId id, Instant now) {
        return tx.handle()
                .createQuery("""
                        select 1 from api_keys
                         where team_id = :team and id = :id and (expires_at is null or expires_at > :now)""")
                .bind("team", team.value())
                .bind("id", id.value())
                .bind("now", now)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    /// Has others that lock the key wait until the transaction ends.
    Optional<ApiKey> lock(Transaction tx, TeamId team, KeyId id) {
        return tx.handle()
                .createQuery("select " + COLUMNS + " from api_keys where team_id = :team and id = :id for update")
                .bind("team", team.value())
                .bind("id", id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    void rename(Transaction tx, TeamId team, KeyId id, String name) {
        tx.handle()
                .createUpdate("update api_keys set name = :name where team_id = :team and id = :id")
                .bind("name", name)
                .bind("team", team.value())
                .bind("id", id.value())
                .execute();
    }

    void delete(Transaction tx, TeamId team, KeyId id) {
        tx.handle()
                .createUpdate("delete from api_keys where team_id = :team and id = :id")
                .bind("team", team.value())
                .bind("id", id.value())
                .execute();
    }

    Optional<KnownKey> find(Transaction tx, TokenHash tokenHash) {
        return tx.handle()
                .createQuery("""
                        select id, team_id, name, permission, domain_id, expires_at from api_keys
                         where token_hash = :hash""")
                .bind("hash", tokenHash.bytes())
                .map((row, _) -> new KnownKey(caller(row), time(row, "expires_at")))
                .findOne();
    }

    void noteUse(Transaction tx, Map<KeyId, Instant> used) {
        var batch = tx.handle().prepareBatch("update api_keys set last_used_at = :at where id = :id");
        used.forEach((id, at) -> batch.bind("id", id.value()).bind("at", at).add());
        batch.execute();
    }

    private static Caller caller(ResultSet row) throws SQLException {
        return new Caller(
                new TeamId(row.getObject("team_id", UUID.class)),
                new KeyId(row.getObject("id", UUID.class)),
                row.getString("name"),
                permission(row.getString("permission")),
                domain(row));
    }

    private static ApiKey read(ResultSet row) throws SQLException {
        return new ApiKey(
                new KeyId(row.getObject("id", UUID.class)),
                row.getString("name"),
                permission(row.getString("permission")),
                domain(row),
                row.getTimestamp("created_at").toInstant(),
                time(row, "last_used_at"),
                time(row, "expires_at"));
    }

    private static @Nullable DomainId domain(ResultSet row) throws SQLException {
        UUID id = row.getObject("domain_id", UUID.class);
        return id == null ? null : new DomainId(id);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private static String spell(Permission permission) {
        return permission.name().toLowerCase(Locale.ROOT);
    }

    private static Permission permission(String column) {
        return Permission.valueOf(column.toUpperCase(Locale.ROOT));
    }
}
