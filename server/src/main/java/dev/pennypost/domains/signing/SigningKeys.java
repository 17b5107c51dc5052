package dev.pennypost.domains.signing;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.pennypost.mail.dkim.SigningIdentity;
import dev.pennypost.mail.dkim.SigningKey;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The keys of domains: made, brought along, sealed for the database, moved through their stages, opened to sign.
public final class SigningKeys {
    private static final int READY = 10_000;
    /// Another node's change shows within this time. A replaced key stays published far longer.
    private static final Duration REMEMBERED = Duration.ofSeconds(3);
    /// RFC 6376 §3.1: labels as in host names.
    private static final Pattern SELECTOR =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final int LONGEST_SELECTOR = 100;

    private final Database database;
    private final SecretBox secrets;
    private final KeyLife life;
    private final KeyStore store = new KeyStore();
    private final SecureRandom random = new SecureRandom();
    private final LoadingCache<UUID, List<SigningIdentity>> ready;
    /// Making keys is nothing but computing; a platform that adds a thousand domains must not stop the mail.
    private final Semaphore making =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    /// @param retireAfter how long a replaced key stays published
    public SigningKeys(Database database, SecretBox secrets, Duration retireAfter) {
        this.database = database;
        this.secrets = secrets;
        this.life = new KeyLife(retireAfter);
        this.ready = Caffeine.newBuilder()
                .maximumSize(READY)
                .expireAfterWrite(REMEMBERED)
                .build(this::open);
    }

    /// A key that is not stored yet.
    public record NewKey(DomainKey key, SigningKey secret) {
        /// The same, published for signatures under TLS reports too.
        public NewKey forReports() {
            return new NewKey(key.publishedAs(secret.publicRecordForReports()), secret);
        }
    }

    /// What came of asking for a key.
    public sealed interface Choice {
        record Good(NewKey key) implements Choice {}

        record Bad(KeyProblem problem) implements Choice {}
    }

    /// Makes a key. Takes a tenth of a second and more: not for inside of a transaction.
    public NewKey make(String selector, KeyAlgorithm algorithm, Instant now) {
        making.acquireUninterruptibly();
        try {
            var key = algorithm == KeyAlgorithm.RSA
                    ? SigningKey.generateRsa(SigningKey.RSA_BITS, random)
                    : SigningKey.generateEd25519(random);
            return new NewKey(DomainKey.pending(selector, algorithm, key.publicRecord(), false, now), key);
        } finally {
            making.release();
        }
    }

    /// Reads a key that its owner brought along.
    public Choice bring(String selector, String privateKey, Instant now) {
        return switch (ImportedKey.read(privateKey)) {
            case ImportedKey.Read.Bad(var problem) -> new Choice.Bad(problem);
            case ImportedKey.Read.Good(var algorithm, var key) ->
                new Choice.Good(new NewKey(DomainKey.pending(selector, algorithm, key.publicRecord(), true, now), key));
        };
    }

    /// Why a key of this selector and algorithm cannot join these; empty when it can. Receivers may remember the key
    /// of a selector, so it is not used again.
    public static Optional<KeyProblem> obstacle(List<DomainKey> keys, String selector, KeyAlgorithm algorithm) {
        if (selector.length() > LONGEST_SELECTOR || !SELECTOR.matcher(selector).matches())
            return Optional.of(new KeyProblem.BadSelector(selector));
        if (keys.stream().anyMatch(key -> key.selector().equals(selector)))
            return Optional.of(new KeyProblem.SelectorTaken(selector));
        if (keys.stream().noneMatch(key -> key.is(algorithm, KeyStage.ACTIVE))) return Optional.empty();
        return keys.stream()
                .filter(key -> key.is(algorithm, KeyStage.PENDING))
                .findFirst()
                .map(key -> new KeyProblem.AlreadyRotating(key.selector()));
    }

    /// The two selectors that the keys of an owner who published aliases take in turn.
    public static List<String> slots(String base, KeyAlgorithm algorithm) {
        String stem = stem(base, algorithm);
        return List.of(stem, stem + "2");
    }

    /// The slot that no key is in; empty while both are taken.
    public static Optional<String> freeSlot(List<DomainKey> keys, String base, KeyAlgorithm algorithm) {
        return slots(base, algorithm).stream()
                .filter(slot ->
                        keys.stream().noneMatch(key -> key.selector().equals(slot) && key.stage() != KeyStage.RETIRED))
                .findFirst();
    }

    private static String stem(String base, KeyAlgorithm algorithm) {
        return algorithm == KeyAlgorithm.RSA ? base : base + "-ed";
    }

    /// A selector that no key of these ever had.
    public static String freeSelector(List<DomainKey> keys, String base, KeyAlgorithm algorithm) {
        String stem = stem(base, algorithm);
        Set<String> taken = keys.stream().map(DomainKey::selector).collect(Collectors.toSet());
        String free = stem;
        for (int number = 2; taken.contains(free); number++) free = stem + number;
        return free;
    }

    /// Stores a key, in the place of one of its algorithm that was never used.
    public void add(Transaction tx, UUID team, UUID domain, NewKey made) {
        for (DomainKey key : of(tx, team, domain)) {
            if (key.is(made.key().algorithm(), KeyStage.PENDING))
                store.update(
                        tx,
                        team,
                        domain,
                        key.become(KeyStage.RETIRED, made.key().createdAt()));
        }
        store.deleteRetired(tx, team, domain, made.key().selector());
        store.insert(tx, team, domain, made.key(), secrets.seal(made.secret().pkcs8(), context(domain)));
        tx.afterCommit(() -> forget(domain));
    }

    /// The keys of a domain, those that are retired included.
    public List<DomainKey> of(Transaction tx, UUID team, UUID domain) {
        return complete(store.all(tx, team, domain), domain);
    }

    /// What DNS serves of a domain's keys, by selector.
    public record Sighting(UUID team, UUID domain, Map<String, Seen> keys) {}

    /// Lets DNS and time have their say; tells the domains of which a key changed its stage.
    public Set<UUID> seen(Transaction tx, List<Sighting> sightings, Instant now) {
        if (sightings.isEmpty()) return Set.of();
        var rows = store.all(
                tx,
                sightings.stream().map(Sighting::team).toList(),
                sightings.stream().map(Sighting::domain).toList());
        return sightings.stream()
                .filter(sighting -> {
                    var before = complete(rows.getOrDefault(sighting.domain, List.of()), sighting.domain);
                    return move(tx, sighting, before, now);
                })
                .map(Sighting::domain)
                .collect(Collectors.toSet());
    }

    private boolean move(Transaction tx, Sighting sighting, List<DomainKey> before, Instant now) {
        UUID team = sighting.team;
        UUID domain = sighting.domain;
        var after = life.after(before, sighting.keys, now);
        var changed = new ArrayList<DomainKey>();
        for (DomainKey key : after) {
            if (!before.contains(key)) changed.add(key);
        }
        // First those that make room: only one key of an algorithm is active at a time.
        changed.stream()
                .filter(key -> key.stage() != KeyStage.ACTIVE)
                .forEach(key -> store.update(tx, team, domain, key));
        changed.stream()
                .filter(key -> key.stage() == KeyStage.ACTIVE)
                .forEach(key -> store.update(tx, team, domain, key));
        if (!changed.isEmpty()) tx.afterCommit(() -> forget(domain));
        return !changed.isEmpty();
    }

    /// Withdraws a key that signs nothing; empty when that is done.
    public Optional<KeyProblem> withdraw(Transaction tx, UUID team, UUID domain, String selector, Instant now) {
        var found = of(tx, team, domain).stream()
                .filter(key -> key.selector().equals(selector) && key.stage() != KeyStage.RETIRED)
                .findFirst();
        if (found.isEmpty()) return Optional.of(new KeyProblem.NoSuchKey(selector));
        var key = found.get();
        if (!key.stage().mayBecome(KeyStage.RETIRED)) return Optional.of(new KeyProblem.InUse(selector));
        store.update(tx, team, domain, key.become(KeyStage.RETIRED, now));
        return Optional.empty();
    }

    /// What mail of a domain is signed with, RSA first; empty when there is no such domain, or no key of it was seen.
    public List<SigningIdentity> signing(UUID domain) {
        return ready.get(domain);
    }

    public void forget(UUID domain) {
        ready.invalidate(domain);
    }

    private List<SigningIdentity> open(UUID domain) {
        return database.inTransaction(tx -> store.active(tx, domain)).stream()
                .map(found -> new SigningIdentity(found.domain(), found.selector(), opened(found.sealed(), domain)))
                .toList();
    }

    private List<DomainKey> complete(List<KeyStore.Row> rows, UUID domain) {
        return rows.stream().map(row -> complete(row, domain)).toList();
    }

    private DomainKey complete(KeyStore.Row row, UUID domain) {
        var key = row.key();
        byte @Nullable [] sealed = row.sealed();
        if (row.publicRecord() != null || sealed == null) return key;
        return new DomainKey(
                key.selector(),
                key.algorithm(),
                key.stage(),
                opened(sealed, domain).publicRecord(),
                key.imported(),
                key.createdAt(),
                key.activatedAt(),
                key.retiringAt(),
                key.retiredAt());
    }

    private SigningKey opened(byte[] sealed, UUID domain) {
        return SigningKey.fromPkcs8(secrets.open(sealed, context(domain)));
    }

    private static String context(UUID domain) {
        return "domain:" + domain;
    }
}
