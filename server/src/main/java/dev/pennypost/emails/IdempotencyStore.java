package dev.pennypost.emails;

import dev.pennypost.json.Json;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/// The SQL of idempotency keys.
final class IdempotencyStore {
    private static final TypeReference<List<Row>> ROWS = new TypeReference<>() {};

    /// A request that was carried out.
    record Done(String fingerprint, List<ItemResult> results) {}

    Optional<Done> find(Transaction tx, TeamId team, IdempotencyKey key, Instant notBefore) {
        return tx.handle()
                .createQuery("""
                        select fingerprint, results from idempotency_keys
                         where team_id = :team and scope = :scope and key = :key and created_at > :notBefore""")
                .bind("team", team.value())
                .bind("scope", key.scope())
                .bind("key", key.key())
                .bind("notBefore", notBefore)
                .map((row, _) -> new Done(row.getString("fingerprint"), results(row.getString("results"))))
                .findOne();
    }

    /// Keeps others from carrying out a request with this key until the transaction ends; false when one of them does
    /// already.
    boolean lock(Transaction tx, TeamId team, IdempotencyKey key) {
        return tx.handle()
                .createQuery("select pg_try_advisory_xact_lock(hashtextextended(:text, 0))")
                .bind("text", team + "\n" + key.scope() + "\n" + key.key())
                .mapTo(Boolean.class)
                .one();
    }

    /// Writes down what a request came to; false when one with this key was carried out before.
    boolean insert(
            Transaction tx, TeamId team, IdempotencyKey key, List<ItemResult> results, Instant now, Instant old) {
        return tx.handle()
                        .createUpdate("""
                                insert into idempotency_keys (team_id, scope, key, fingerprint, results, created_at)
                                values (:team, :scope, :key, :fingerprint, :results::jsonb, :now)
                                on conflict (team_id, scope, key) do update
                                   set fingerprint = excluded.fingerprint, results = excluded.results,
                                       created_at = excluded.created_at
                                 where idempotency_keys.created_at <= :old""")
                        .bind("team", team.value())
                        .bind("scope", key.scope())
                        .bind("key", key.key())
                        .bind("fingerprint", key.fingerprint())
                        .bind(
                                "results",
                                Json.write(results.stream().map(Row::of).toList()))
                        .bind("now", now)
                        .bind("old", old)
                        .execute()
                == 1;
    }

    /// Forgets requests of long ago, of every team; says how many.
    int forget(Transaction tx, Instant old, int atMost) {
        return tx.handle()
                .createUpdate("""
                        delete from idempotency_keys where ctid = any(array(
                               select ctid from idempotency_keys where created_at <= :old limit :limit))""")
                .bind("old", old)
                .bind("limit", atMost)
                .execute();
    }

    private static List<ItemResult> results(String json) {
        return Json.read(json, ROWS).stream().map(Row::result).toList();
    }

    /// A result as it is stored: one of the two is there.
    private record Row(@Nullable UUID id, @Nullable String message) {
        static Row of(ItemResult result) {
            return switch (result) {
                case ItemResult.Accepted(var email) -> new Row(email.value(), null);
                case ItemResult.Refused(var why) -> new Row(null, why);
            };
        }

        ItemResult result() {
            return id == null
                    ? new ItemResult.Refused(String.valueOf(message))
                    : new ItemResult.Accepted(new EmailId(id));
        }
    }
}
