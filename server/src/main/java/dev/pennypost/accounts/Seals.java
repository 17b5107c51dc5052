package dev.pennypost.accounts;

import dev.pennypost.secrets.Seal;
import dev.pennypost.secrets.SealedIds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is proved by the master key without being stored, and therefore holds at all nodes.
final class Seals {
    private static final Duration DEVICE = Duration.ofDays(365);

    private final Seal csrf;
    private final Seal devices;
    private final Seal setup;
    private final Seal recovery;

    Seals(byte[] masterKey) {
        csrf = new Seal(masterKey, "forms of sessions");
        devices = new Seal(masterKey, "known devices");
        setup = new Seal(masterKey, "first account");
        recovery = new Seal(masterKey, "recovery codes");
    }

    String csrf(byte[] tokenHash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(csrf.of(tokenHash));
    }

    /// What a browser keeps in which a person has signed in.
    String device(PersonId person, UUID device, Instant now) {
        return new SealedIds(List.of(person.value(), device), now.plus(DEVICE)).sealed(devices);
    }

    /// The device, when the person has signed in with it before.
    Optional<UUID> device(@Nullable String text, PersonId person, Instant now) {
        if (text == null) return Optional.empty();
        return SealedIds.open(text, devices, 2)
                .filter(known -> known.expiresAt().isAfter(now))
                .filter(known -> known.ids().getFirst().equals(person.value()))
                .map(known -> known.ids().getLast());
    }

    /// What is stored in place of a recovery code. Its 50 bits could be guessed from a plain hash that was stolen.
    byte[] recoveryCode(PersonId person, String plain) {
        return recovery.of((person + " " + plain).getBytes(StandardCharsets.UTF_8));
    }

    /// What whoever makes the first account has to know.
    String setupToken() {
        byte[] proof = setup.of("the first account".getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(proof);
    }

    boolean isSetupToken(String text) {
        return MessageDigest.isEqual(
                setupToken().getBytes(StandardCharsets.UTF_8), text.strip().getBytes(StandardCharsets.UTF_8));
    }
}
