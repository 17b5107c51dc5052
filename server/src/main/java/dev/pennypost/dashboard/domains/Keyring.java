package dev.pennypost.dashboard.domains;

import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.domains.signing.DomainKey;
import dev.pennypost.domains.signing.KeyAlgorithm;
import dev.pennypost.domains.signing.KeyStage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The signing keys of a domain.
///
/// @param problem why the last wish was not carried out; empty when it was
/// @param field the field of the form that was at fault; empty when none was
/// @param selector filled in for a key of one's own
/// @param hasEd25519 whether there is a key of the second kind
record Keyring(
        Head head, List<Key> keys, List<Key> retired, String problem, String field, String selector, boolean hasEd25519) {
    /// One key.
    ///
    /// @param since when it came to stand so
    record Key(
            String selector,
            String algorithm,
            Tone tone,
            String stage,
            String name,
            String record,
            boolean isImported,
            Instant since,
            Instant createdAt,
            boolean mayGo) {
        static Key of(DomainKey key) {
            return new Key(
                    key.selector(),
                    Words.name(key.algorithm()),
                    Words.tone(key.stage()),
                    Words.stage(key.stage()),
                    key.selector() + "._domainkey",
                    key.publicRecord(),
                    key.imported(),
                    since(key),
                    key.createdAt(),
                    key.stage() == KeyStage.PENDING || key.stage() == KeyStage.RETIRING);
        }

        private static Instant since(DomainKey key) {
            return switch (key.stage()) {
                case PENDING -> key.createdAt();
                case ACTIVE -> Objects.requireNonNullElse(key.activatedAt(), key.createdAt());
                case RETIRING -> Objects.requireNonNullElse(key.retiringAt(), key.createdAt());
                case RETIRED -> Objects.requireNonNullElse(key.retiredAt(), key.createdAt());
            };
        }

        List<String> cells() {
            return List.of(selector, algorithm, stage, since.toString(), createdAt.toString(), name, record);
        }
    }

    static Keyring of(Head head, List<DomainKey> keys) {
        return new Keyring(
                head,
                some(keys, true),
                some(keys, false),
                "",
                "",
                "",
                keys.stream()
                        .anyMatch(key -> key.algorithm() == KeyAlgorithm.ED25519 && key.stage() != KeyStage.RETIRED));
    }

    private static List<Key> some(List<DomainKey> keys, boolean inUse) {
        return keys.stream()
                .filter(key -> inUse == (key.stage() != KeyStage.RETIRED))
                .map(Key::of)
                .toList();
    }

    Keyring refused(String why, String at, String chosen) {
        return new Keyring(head, keys, retired, why, at, chosen, hasEd25519);
    }

    /// What is wrong with a field; null when nothing.
    @Nullable String wrong(String name) {
        return field.equals(name) ? problem : null;
    }
}
