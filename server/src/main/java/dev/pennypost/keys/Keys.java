package dev.pennypost.keys;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.domains.DomainId;
import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// API keys. A token is shown once, when the key is made; afterwards only its hash is known.
public final class Keys {
    /// How long another node may go on accepting a key that was removed here.
    private static final Duration REMEMBERED = Duration.ofSeconds(3);

    private final Database database;
    private final SecureRandom random;
    private final InstantSource clock;
    private final KeyStore store = new KeyStore();
    private final LoadingCache<TokenHash, Optional<KnownKey>> known;
    private final Map<KeyId, Instant> used = new ConcurrentHashMap<>();

    public Keys(Database database, SecureRandom random, InstantSource clock) {
        this.database = database;
        this.random = random;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(REMEMBERED)
                .build(hash -> database.inTransaction(tx -> store.find(tx, hash)));
    }

    /// Makes a key; this is the only time its token can be read.
    public Created create(TeamId team, String name, Permission permission, @Nullable DomainId domain) {
        return create(team, name, permission, domain, null);
    }

    /// The same for a key that ends by itself.
    ///
    /// @param expiresAt null for one that does not
    public Created create(
            TeamId team, String name, Permission permission, @Nullable DomainId domain, @Nullable Instant expiresAt) {
        var token = Token.random(random);
        var now = clock.instant();
        var key = new ApiKey(new KeyId(Ids.next(now)), name, permission, domain, now, null, expiresAt);
        database.useTransaction(tx -> {
            store.insert(tx, team, key, token.hash());
            AuditLog.note(tx, team.value(), Action.API_KEY_CREATED, subject(key), null, facts(key));
        });
        return new Created(key, token);
    }

    /// Whether the team has any key, also one that has ended.
    public static boolean hasAny(Transaction tx, TeamId team) {
        return new KeyStore().any(tx, team);
    }

    /// One page of the team's keys; empty when the cursor is unknown.
    public Optional<Page<ApiKey>> list(TeamId team, PageRequest page) {
        return database.inTransaction(tx -> store.page(tx, team, page));
    }

    public Optional<ApiKey> get(TeamId team, KeyId id) {
        return database.inTransaction(tx -> store.get(tx, team, id));
    }

    /// Gives a key another name; false when the team has no such key.
    public boolean rename(TeamId team, KeyId id, String name) {
        return database.inTransaction(tx -> store.lock(tx, team, id)
                .map(key -> {
                    store.rename(tx, team, id, name);
                    var before = Facts.of("name", key.name());
                    AuditLog.note(
                            tx, team.value(), Action.API_KEY_UPDATED, subject(key), before, Facts.of("name", name));
                    tx.afterCommit(known::invalidateAll);
                    return key;
                })
                .isPresent());
    }

    /// Revokes a key at once; false when the team has no such key.
    public boolean remove(TeamId team, KeyId id) {
        return database.inTransaction(tx -> store.lock(tx, team, id)
                .map(key -> {
                    store.delete(tx, team, id);
                    AuditLog.note(tx, team.value(), Action.API_KEY_DELETED, subject(key), facts(key), null);
                    tx.afterCommit(known::invalidateAll);
                    return key;
                })
                .isPresent());
    }

    private static Subject subject(ApiKey key) {
        return Subject.of(Subject.Kind.API_KEY, key.id().value(), key.name());
    }

    private static Facts facts(ApiKey key) {
        var domain = key.domain();
        return Facts.of("name", key.name())
                .and("permission", key.permission())
                .and("domain_id", domain == null ? null : domain.value())
                .and("expires_at", key.expiresAt());
    }

    /// Who shows this token, if it is one of ours and still good.
    public Optional<Caller> authenticate(String token) {
        return recognise(token) instanceof Recognition.Known(var caller) ? Optional.of(caller) : Optional.empty();
    }

    /// What this token is. The look-up goes by hash, so its time tells nothing about tokens.
    public Recognition recognise(String token) {
        if (!Token.hasForm(token)) return new Recognition.Unknown();
        var key = known.get(new Token(token).hash());
        if (key.isEmpty()) return new Recognition.Unknown();
        var now = clock.instant();
        if (key.get().hasExpired(now)) return new Recognition.Expired();
        used.put(key.get().caller().key(), now);
        return new Recognition.Known(key.get().caller());
    }

    /// Whether a team's key is still good.
    public boolean isGood(TeamId team, KeyId id) {
        return database.inTransaction(tx -> store.isGood(tx, team, id, clock.instant()));
    }

    /// The loop that writes down when keys were last used.
    public Loop noteUse() {
        return Loop.named("key-use", Duration.ofSeconds(10), () -> {
            var noted = Map.copyOf(used);
            if (!noted.isEmpty()) database.useTransaction(tx -> store.noteUse(tx, noted));
            noted.forEach(used::remove);
            return false;
        });
    }

    /// A key just made, with its token.
    public record Created(ApiKey key, Token token) {}
}
