package dev.pennypost.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message that came to the sandbox, without the message: who brought it, from whom and for whom.
///
/// @param id UUID version 7, so ids sort by arrival
/// @param mailFrom the reverse path; empty for the null reverse path
/// @param helo the name the client gave
/// @param tls the protocol, such as `TLSv1.3`; null in the clear
/// @param size of the message in octets
public record CaughtMail(
        UUID id,
        String mailFrom,
        List<String> rcptTo,
        Instant receivedAt,
        String helo,
        String clientIp,
        @Nullable String tls,
        long size,
        @Nullable String subject) {
    public CaughtMail {
        rcptTo = List.copyOf(rcptTo);
    }

    boolean isFor(String address) {
        return rcptTo.stream().anyMatch(address::equalsIgnoreCase);
    }
}
