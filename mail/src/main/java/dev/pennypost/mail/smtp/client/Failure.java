package dev.pennypost.mail.smtp.client;

import dev.pennypost.mail.smtp.Reply;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// Why a session or a transaction ended without a reply to go by. Unless said otherwise the session is closed
/// by then.
public sealed interface Failure {

    /// What was being waited for.
    Phase phase();

    /// The failure in a few words, for logs and people.
    String reason();

    /// The server turned the connection away: a greeting, EHLO or STARTTLS that was not positive, or a 421 at
    /// any time.
    record Refused(Phase phase, Reply reply) implements Failure {
        @Override
        public String reason() {
            return reply.toString();
        }
    }

    /// Nothing, or not enough, came in time.
    record TimedOut(Phase phase, Duration limit) implements Failure {
        @Override
        public String reason() {
            return "no answer within " + limit.toMillis() + " ms";
        }
    }

    /// No connection, or no more: refused, reset, closed, unreachable.
    record ConnectionLost(Phase phase, String reason) implements Failure {}

    /// What came back is not SMTP.
    record BadReply(Phase phase, String reason) implements Failure {}

    /// TLS is required and the server does not offer it.
    record TlsNotOffered() implements Failure {
        @Override
        public Phase phase() {
            return Phase.TLS;
        }

        @Override
        public String reason() {
            return "STARTTLS is required and not offered";
        }
    }

    /// The server agreed to STARTTLS, and then no handshake came about.
    record TlsFailed(TlsProblem problem, String reason) implements Failure {
        @Override
        public Phase phase() {
            return Phase.TLS;
        }
    }

    /// We have a login for the server and cannot use it.
    record LoginNotPossible(String reason) implements Failure {
        @Override
        public Phase phase() {
            return Phase.AUTH;
        }
    }

    /// The message needs SMTPUTF8 and the server does not offer it (RFC 6531 §3.2). Nothing was sent; the
    /// session lives.
    record Utf8NotOffered() implements Failure {
        @Override
        public Phase phase() {
            return Phase.MAIL;
        }

        @Override
        public String reason() {
            return "SMTPUTF8 is needed and not offered";
        }
    }

    /// The message is 8-bit and the server does not offer 8BITMIME (RFC 6152 §3). Nothing was sent; the
    /// session lives.
    record EightBitNotOffered() implements Failure {
        @Override
        public Phase phase() {
            return Phase.MAIL;
        }

        @Override
        public String reason() {
            return "8BITMIME is needed and not offered";
        }
    }

    static Failure of(Phase phase, Duration limit, IOException thrown) {
        return switch (thrown) {
            case SocketTimeoutException _ -> new TimedOut(phase, limit);
            case MalformedReply bad -> new BadReply(phase, describe(bad));
            default -> new ConnectionLost(phase, describe(thrown));
        };
    }

    static String describe(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }
}
