package dev.pennypost.domains;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.pennypost.mail.dkim.SigningIdentity;
import dev.pennypost.mail.dkim.SigningKey;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The keys mail is signed with: made, sealed for the database, opened and kept ready.
final class DomainKeys {
    private static final int READY = 10_000;
    private static final Duration UNUSED = Duration.ofHours(1);

    private final Database database;
    private final DomainStore store;
    private final SecretBox secrets;
    private final SecureRandom random = new SecureRandom();
    private final LoadingCache<DomainId, Optional<SigningIdentity>> ready;
    /// Making keys is nothing but computing; a platform that adds a thousand domains must not stop the mail.
    private final Semaphore making =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    DomainKeys(Database database, DomainStore store, SecretBox secrets) {
        this.database = database;
        this.store = store;
        this.secrets = secrets;
        this.ready = Caffeine.newBuilder()
                .maximumSize(READY)
                .expireAfterAccess(UNUSED)
                .build(this::open);
    }

    SigningKey make() {
        making.acquireUninterruptibly();
        try {
            return SigningKey.generateRsa(SigningKey.RSA_BITS, random);
        } finally {
            making.release();
        }
    }

    byte[] seal(DomainId domain, SigningKey key) {
        return secrets.seal(key.pkcs8(), context(domain));
    }

    Optional<SigningIdentity> of(DomainId domain) {
        return ready.get(domain);
    }

    void forget(DomainId domain) {
        ready.invalidate(domain);
    }

    private Optional<SigningIdentity> open(DomainId domain) {
        return database.inTransaction(tx -> store.key(tx, domain)).map(found -> {
            var key = SigningKey.fromPkcs8(secrets.open(found.sealed(), context(domain)));
            return new SigningIdentity(found.domain(), found.selector(), key);
        });
    }

    private static String context(DomainId domain) {
        return "domain:" + domain;
    }
}
