package dev.pennypost.mail.smtp.client;

import java.time.Duration;

/// How long to wait for the server at each step. A limit covers a whole reply, so a server that drips one octet
/// at a time gains nothing.
///
/// @param command for replies to EHLO, STARTTLS, AUTH, RSET, MAIL and RCPT
/// @param tls for the whole handshake
/// @param data for the 354
/// @param dataBlock for a chunk of the message to leave
/// @param dot for the reply to the final dot; a short limit here makes duplicates
public record Timeouts(
        Duration connect,
        Duration greeting,
        Duration command,
        Duration tls,
        Duration data,
        Duration dataBlock,
        Duration dot,
        Duration quit) {

    /// RFC 5321 §4.5.3.2, except connect (30 seconds: a host that takes longer is down, and there are others),
    /// and TLS and QUIT, of which it says nothing.
    public static Timeouts standard() {
        return new Timeouts(
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5));
    }

    /// The same limit everywhere.
    public static Timeouts all(Duration limit) {
        return new Timeouts(limit, limit, limit, limit, limit, limit, limit, limit);
    }

    Duration of(Phase phase) {
        return switch (phase) {
            case CONNECT -> connect;
            case GREETING -> greeting;
            case EHLO, TLS, AUTH, RSET, MAIL, RCPT -> command;
            case DATA -> data;
            case DOT -> dot;
            case QUIT -> quit;
        };
    }
}
