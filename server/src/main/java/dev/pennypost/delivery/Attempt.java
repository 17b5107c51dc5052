package dev.pennypost.delivery;

import dev.pennypost.mail.smtp.client.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One try to deliver to one recipient.
///
/// @param number counts from 1
/// @param host the server's name, null when none was reached for
/// @param address its IP address and port
/// @param site the name the servers are counted under, null when none was looked for
/// @param source which of our addresses it came from, by its name; null when none was used
/// @param tls protocol and cipher, null in the clear
/// @param tlsPolicy what was decided about encryption and came of it, such as `dane verified`; null when no server was
///     reached for
/// @param dns what DNS had said of the recipient's domain, as [DnsAnswers] writes it; null when it was not asked
/// @param conversation everything said, from connecting on when the session was opened for this attempt
public record Attempt(
        int number,
        Instant startedAt,
        Duration took,
        @Nullable String host,
        @Nullable String address,
        @Nullable String site,
        @Nullable String source,
        @Nullable String tls,
        @Nullable String tlsPolicy,
        @Nullable String dns,
        List<Step> conversation,
        Outcome outcome) {}
