package dev.pennypost.delivery.sites;

import java.time.Duration;

/// What is asked of one site at most, from one of our addresses.
///
/// @param connections open at once
/// @param messagesPerConnection before it is closed and opened anew
/// @param connectionAge after which a connection takes no further message
/// @param messagesPerMinute 0 for no limit
/// @param connectionsPerMinute 0 for no limit
/// @param requiresTls the site turns mail away that comes in the clear
public record SiteLimits(
        int connections,
        int messagesPerConnection,
        Duration connectionAge,
        int messagesPerMinute,
        int connectionsPerMinute,
        boolean requiresTls) {
    /// For a server of the operator's own.
    static SiteLimits ofOwnServer(int connections) {
        return new SiteLimits(connections, 100, Duration.ofMinutes(10), 0, 0, false);
    }
}
