package dev.pennypost.mail.smtp.server;

import java.time.Duration;

/// What a server puts up with.
///
/// @param connections at the same time
/// @param messageOctets size of a message, told to clients as SIZE
/// @param keptOctets how much of a message is kept; a larger one is cut off there
/// @param recipients per message; RFC 5321 §4.5.3.1.8 wants at least 100
/// @param badCommands per connection, then it is closed
/// @param idleCommands that lead to no MAIL, in a row, then it is closed
/// @param lineOctets length of a command with its line end; RFC 5321 §4.5.3.1.4 wants at least 512
/// @param idle how long a command line may take to come
/// @param message how long a message may take to come
public record ServerLimits(
        int connections,
        int messageOctets,
        int keptOctets,
        int recipients,
        int badCommands,
        int idleCommands,
        int lineOctets,
        Duration idle,
        Duration message) {

    /// 40 MB messages, kept whole, and the timeout of RFC 5321 §4.5.3.2.7.
    public static ServerLimits standard() {
        int octets = 40 * 1024 * 1024;
        return new ServerLimits(
                1000, octets, octets, 100, 10, 100, 2048, Duration.ofMinutes(5), Duration.ofMinutes(15));
    }

    public ServerLimits withConnections(int most) {
        return new ServerLimits(
                most, messageOctets, keptOctets, recipients, badCommands, idleCommands, lineOctets, idle, message);
    }

    /// Messages of this size, kept whole.
    public ServerLimits withMessageOctets(int most) {
        return new ServerLimits(
                connections, most, most, recipients, badCommands, idleCommands, lineOctets, idle, message);
    }

    /// The same messages, of which only the beginning is kept.
    public ServerLimits withKeptOctets(int most) {
        return new ServerLimits(
                connections, messageOctets, most, recipients, badCommands, idleCommands, lineOctets, idle, message);
    }

    public ServerLimits withRecipients(int most) {
        return new ServerLimits(
                connections, messageOctets, keptOctets, most, badCommands, idleCommands, lineOctets, idle, message);
    }

    public ServerLimits withBadCommands(int most) {
        return new ServerLimits(
                connections, messageOctets, keptOctets, recipients, most, idleCommands, lineOctets, idle, message);
    }

    public ServerLimits withIdle(Duration longest) {
        return new ServerLimits(
                connections,
                messageOctets,
                keptOctets,
                recipients,
                badCommands,
                idleCommands,
                lineOctets,
                longest,
                message);
    }

    public ServerLimits withMessage(Duration longest) {
        return new ServerLimits(
                connections,
                messageOctets,
                keptOctets,
                recipients,
                badCommands,
                idleCommands,
                lineOctets,
                idle,
                longest);
    }

    public ServerLimits withIdleCommands(int most) {
        return new ServerLimits(
                connections, messageOctets, keptOctets, recipients, badCommands, most, lineOctets, idle, message);
    }
}
