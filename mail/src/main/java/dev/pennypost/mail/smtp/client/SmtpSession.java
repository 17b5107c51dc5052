package dev.pennypost.mail.smtp.client;

import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import java.io.IOException;
import java.util.List;

/// One connection to one mail server (RFC 5321), open for as many transactions as both sides like. Blocks;
/// meant for a virtual thread, and for one thread at a time.
///
/// ```java
/// try (var session = SmtpSession.open(target, options)) {
///     TransactionResult result = session.deliver(envelope, signatures, message);
///     session.quit();
/// }
/// ```
public final class SmtpSession implements AutoCloseable {
    private final Wire wire;
    private final ClientOptions options;
    private final SessionFacts facts;
    private int transactions;
    private int accepted;
    private boolean open = true;
    private boolean transactionPending;

    SmtpSession(Wire wire, ClientOptions options, SessionFacts facts) {
        this.wire = wire;
        this.options = options;
        this.facts = facts;
    }

    /// Connects, greets and, as the options say, turns to TLS.
    ///
    /// @throws SessionFailed with the failure and the steps up to it
    public static SmtpSession open(Target target, ClientOptions options) throws SessionFailed {
        requireOneLine(options.ehloName());
        return new Opening(target, options).run();
    }

    public SessionFacts facts() {
        return facts;
    }

    /// Whether another transaction can be tried. The server may have left without a word: then the next
    /// transaction fails at RSET or MAIL, with nothing sent.
    public boolean isOpen() {
        return open;
    }

    /// How many messages the server has taken over this connection.
    public int messagesSent() {
        return accepted;
    }

    /// Offers one message to the server. The octets are sent as they are apart from dot-stuffing; bare CR and
    /// LF become CRLF. What the server has no extension for is not sent ([Extensions#lacking]): converting
    /// changes what was signed, so it is for whoever signs.
    ///
    /// @param parts the message in one or more pieces, such as signature headers and what they sign
    /// @throws IllegalArgumentException when there is no recipient or an address cannot stand in a command
    /// @throws IllegalStateException when the session is closed
    public TransactionResult deliver(Envelope envelope, byte[]... parts) {
        if (!open)
            throw new IllegalStateException("the session with " + facts.target().host() + " is closed");
        requirePath(envelope.reversePath());
        envelope.recipients().forEach(SmtpSession::requirePath);
        if (envelope.recipients().isEmpty()) throw new IllegalArgumentException("no recipients");
        var transaction = new Transaction(wire, options, facts.extensions(), envelope, List.of(parts));
        TransactionResult result = transaction.run(transactionPending, transactions++);
        transactionPending = transaction.isPending();
        if (transaction.wasAccepted()) accepted++;
        if (transaction.endedSession()) close();
        return result;
    }

    /// Takes leave and closes. A server that does not answer QUIT in time is left without an answer.
    public void quit() {
        if (!open) return;
        try {
            wire.command("QUIT");
            wire.flush();
            Reply _ = wire.reply(options.timeouts().quit());
        } catch (IOException e) {
            return; // nothing depends on the reply to QUIT
        } finally {
            close();
        }
    }

    /// Closes the connection without a word. Safe to call from another thread, which ends a transaction under
    /// way.
    @Override
    public void close() {
        open = false;
        wire.close();
    }

    /// An address goes into a command as it is; one that could end the path or the line would be a command of
    /// its own.
    private static void requirePath(String path) {
        boolean quoted = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c < ' ' || c == 0x7f) throw new IllegalArgumentException("a control character in <" + path + ">");
            if (c == '\\' && quoted) i++;
            else if (c == '"') quoted = !quoted;
            else if (!quoted && (c == '<' || c == '>' || c == ' '))
                throw new IllegalArgumentException("'" + c + "' in <" + path + ">");
        }
        if (quoted) throw new IllegalArgumentException("an open quote in <" + path + ">");
    }

    private static void requireOneLine(String name) {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == 0x7f))
            throw new IllegalArgumentException("not an EHLO name: " + name);
    }
}
