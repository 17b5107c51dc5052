package dev.pennypost.accounts;

import dev.pennypost.config.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hashes passwords, few at once: each takes megabytes and all of a processor while it lasts.
final class Passwords {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Hashing hashing;
    private final Semaphore free;
    private final SecureRandom random;
    private final String nobodys;

    /// @param atOnce how many hashes are made at the same time
    Passwords(Hashing hashing, int atOnce, SecureRandom random) {
        this.hashing = hashing;
        this.free = new Semaphore(atOnce, true);
        this.random = random;
        this.nobodys = hashing.written(octets(Argon2.SALT_OCTETS), octets(Argon2.HASH_OCTETS));
    }

    /// The password as a PHC string; empty when too many others are waiting.
    Optional<String> hash(Secret password) {
        return inTurn(() -> hashing.hash(password, octets(Argon2.SALT_OCTETS)));
    }

    /// Whether it is the password; empty when too many others are waiting. Without one to compare with it takes as
    /// long, so that time does not tell who has an account.
    ///
    /// @param kept a PHC string; null for nobody's
    Optional<Boolean> matches(Secret password, @Nullable String kept) {
        if (PasswordRules.isTooLong(password)) return matches(new Secret(""), null);
        return inTurn(() -> hashing.matches(password, kept == null ? nobodys : kept) && kept != null);
    }

    boolean isOutdated(String kept) {
        return hashing.isOutdated(kept);
    }

    private <T> Optional<T> inTurn(Supplier<T> work) {
        try {
            if (!free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) return Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            free.release();
        }
    }

    private byte[] octets(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }
}
