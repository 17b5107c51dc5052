package dev.pennypost.domains.signing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A signing key of a domain, without its private half.
///
/// @param publicRecord the text to publish at `<selector>._domainkey.<domain>`
/// @param imported whether its owner brought it along
public record DomainKey(
        String selector,
        KeyAlgorithm algorithm,
        KeyStage stage,
        String publicRecord,
        boolean imported,
        Instant createdAt,
        @Nullable Instant activatedAt,
        @Nullable Instant retiringAt,
        @Nullable Instant retiredAt) {
    /// A key nobody has seen in DNS.
    static DomainKey pending(
            String selector, KeyAlgorithm algorithm, String publicRecord, boolean imported, Instant now) {
        return new DomainKey(selector, algorithm, KeyStage.PENDING, publicRecord, imported, now, null, null, null);
    }

    DomainKey publishedAs(String other) {
        return new DomainKey(
                selector, algorithm, stage, other, imported, createdAt, activatedAt, retiringAt, retiredAt);
    }

    /// Whether mail is signed with it.
    public boolean isActive() {
        return stage == KeyStage.ACTIVE;
    }

    boolean is(KeyAlgorithm kind, KeyStage where) {
        return algorithm == kind && stage == where;
    }

    DomainKey become(KeyStage next, Instant now) {
        return new DomainKey(
                selector,
                algorithm,
                stage.become(next),
                publicRecord,
                imported,
                createdAt,
                next == KeyStage.ACTIVE ? now : activatedAt,
                next == KeyStage.RETIRING ? now : retiringAt,
                next == KeyStage.RETIRED ? now : retiredAt);
    }
}
