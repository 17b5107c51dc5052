package dev.pennypost.delivery;

import dev.pennypost.domains.DomainId;
import java.time.Instant;
import java.util.Optional;

/// Tells who signs for a domain: asked just before a message is sent, so that a removed domain sends no more.
@FunctionalInterface
public interface Signers {
    Optional<Signer> of(DomainId domain);

    /// Makes the signature headers that go before a message.
    @FunctionalInterface
    interface Signer {
        byte[] sign(byte[] message, Instant now);
    }
}
