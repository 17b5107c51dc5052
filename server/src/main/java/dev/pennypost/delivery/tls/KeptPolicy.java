package dev.pennypost.delivery.tls;

import dev.pennypost.mail.mtasts.StsPolicy;
import java.time.Instant;

/// A policy as it was fetched.
///
/// @param id of the record that announced it
/// @param expiresAt when it no longer counts
record KeptPolicy(String id, StsPolicy policy, Instant fetchedAt, Instant expiresAt) {
    boolean countsAt(Instant now) {
        return now.isBefore(expiresAt);
    }
}
