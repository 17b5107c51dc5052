package dev.pennypost.domains;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A team's wish to take over a name that another team has proved: whoever controls the name's DNS can publish the
/// token that only the claiming team was told.
///
/// @param domain the team's own domain of that name, which cannot be verified until the claim is through
/// @param blocked why it has to wait; null when it does not
/// @param failure why it failed, in one sentence; null when it did not
public record Claim(
        UUID id,
        TeamId team,
        DomainId domain,
        DomainName name,
        Region region,
        String token,
        Status status,
        @Nullable BlockedReason blocked,
        @Nullable String failure,
        int checks,
        Instant createdAt,
        Instant expiresAt) {
    /// How long a token is worth anything.
    static final Duration LIFETIME = Duration.ofDays(7);

    /// How far a claim has come.
    public enum Status {
        /// The token was not seen yet.
        PENDING,
        /// The token was seen; the name changes hands.
        VERIFIED,
        /// The name is the claiming team's.
        COMPLETED,
        /// The token was seen, and the owner's interests come first for now.
        BLOCKED,
        /// The token was not seen in time.
        EXPIRED,
        /// The team made a newer claim.
        SUPERSEDED,
        /// The team removed its domain.
        CANCELED,
        /// It cannot be carried out.
        FAILED;

        boolean isOpen() {
            return this == PENDING || this == BLOCKED;
        }
    }

    /// Why a claim has to wait.
    public enum BlockedReason {
        /// The owner verified the name a short while ago.
        GRACE_PERIOD,
        /// The owner sends from it.
        RECENT_OWNER_ACTIVITY,
        /// The owner has planned mail from it.
        PENDING_SCHEDULED_EMAILS
    }

    /// The record to publish.
    public PlannedRecord record() {
        return RecordPlan.proof(name, Ownership.OURS, token);
    }

    /// The claim as it is at a time: one that nobody proved in time has expired.
    Claim at(Instant now) {
        return status.isOpen() && !now.isBefore(expiresAt) ? with(Status.EXPIRED, null, null) : this;
    }

    Claim with(Status next, @Nullable BlockedReason why, @Nullable String failed) {
        return new Claim(id, team, domain, name, region, token, next, why, failed, checks + 1, createdAt, expiresAt);
    }
}
