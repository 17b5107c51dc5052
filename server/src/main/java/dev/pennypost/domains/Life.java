package dev.pennypost.domains;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a domain stands in its life.
///
/// @param maySend whether the records sending needs are right, or were until a short while ago
/// @param mayReceive the same for receiving
/// @param suspended whether its team has it stopped for now
/// @param updatedAt when anything of this or of the settings last changed
/// @param verifiedAt when it last became verified; null when it never was
public record Life(
        DomainStatus status,
        boolean maySend,
        boolean mayReceive,
        boolean suspended,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant verifiedAt) {
    static Life begun(Instant now) {
        return new Life(DomainStatus.NOT_STARTED, false, false, false, now, now, null);
    }

    /// The life after the abilities came to stand so.
    Life with(Abilities abilities, Instant now) {
        DomainStatus next = status.become(abilities.status());
        boolean same = next == status && maySend == abilities.maySend() && mayReceive == abilities.mayReceive();
        if (same) return this;
        Instant verified = next == DomainStatus.VERIFIED && status != DomainStatus.VERIFIED ? now : verifiedAt;
        return new Life(next, abilities.maySend(), abilities.mayReceive(), suspended, createdAt, now, verified);
    }

    Life suspended(boolean now, Instant at) {
        return now == suspended ? this : new Life(status, maySend, mayReceive, now, createdAt, at, verifiedAt);
    }

    Life touched(Instant at) {
        return new Life(status, maySend, mayReceive, suspended, createdAt, at, verifiedAt);
    }
}
