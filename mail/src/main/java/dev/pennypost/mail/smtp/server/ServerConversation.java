package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.TlsFacts;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's side of one SMTP connection (RFC 5321) without the connection: a line goes in, a reply comes
/// out, and [#next()] says what to do after it has been sent.
public final class ServerConversation {
    static final Reply SHUTTING_DOWN = Reply.of(421, "4.3.2 shutting down, come back later");
    static final Reply TOO_SLOW = Reply.of(421, "4.4.2 too slow");
    static final Reply TOO_MANY_CONNECTIONS = Reply.of(421, "4.3.2 too many connections, come back later");

    private static final Logger LOG = LoggerFactory.getLogger(ServerConversation.class);

    private static final Reply OK = Reply.of(250, "2.0.0 ok");
    private static final Reply BYE = Reply.of(221, "2.0.0 bye");
    private static final Reply GO_AHEAD = Reply.of(354, "end with a dot on a line of its own");
    private static final Reply READY_FOR_TLS = Reply.of(220, "2.0.0 ready for TLS");
    private static final Reply CANNOT_VERIFY = Reply.of(252, "2.5.0 send it and see"); // RFC 5321 §3.5.3
    private static final Reply UNRECOGNISED = Reply.of(500, "5.5.1 unknown command");
    private static final Reply GREET_FIRST = Reply.of(503, "5.5.1 EHLO first");
    private static final Reply MAIL_FIRST = Reply.of(503, "5.5.1 MAIL first");
    private static final Reply NESTED_MAIL = Reply.of(503, "5.5.1 one MAIL at a time");
    private static final Reply NO_RECIPIENTS = Reply.of(554, "5.5.1 no valid recipients");
    private static final Reply NO_TLS = Reply.of(502, "5.5.1 no TLS here");
    private static final Reply TLS_ALREADY = Reply.of(503, "5.5.1 TLS is on already");
    private static final Reply TOO_MANY_RECIPIENTS =
            Reply.of(452, "4.5.3 too many recipients, send the rest separately");
    private static final Reply TOO_BIG = Reply.of(552, "5.3.4 too big");
    private static final Reply BAD_LINE = Reply.of(500, "5.5.2 commands are lines of UTF-8 ended by CRLF");
    private static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.6 line too long");
    private static final Reply BARE_LINE_END = Reply.of(550, "5.5.2 a CR or LF on its own ends no line");
    private static final Reply TALKS_TOO_SOON = Reply.of(554, "5.5.0 wait for the 354"); // RFC 2920 §3.1
    private static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0 too many errors");
    private static final Reply OUR_FAULT = Reply.of(451, "4.3.0 something broke here, try again later");

    private final String hostName;
    private final MailHandler handler;
    private final ServerLimits limits;
    private final boolean canEncrypt;

    private Client client;
    private @Nullable Transaction transaction;
    private Next next = Next.COMMAND;
    private int badCommands;

    private record Transaction(String reversePath, MailParameters parameters, List<String> recipients) {}

    /// @param hostName what the server calls itself
    /// @param canEncrypt whether STARTTLS can be offered
    public ServerConversation(
            String hostName, InetAddress address, MailHandler handler, ServerLimits limits, boolean canEncrypt) {
        this.hostName = hostName;
        this.handler = handler;
        this.limits = limits;
        this.canEncrypt = canEncrypt;
        this.client = new Client(address, "", Client.Greeting.NONE, null);
    }

    public Next next() {
        return next;
    }

    public Reply greeting() {
        return Reply.of(220, hostName + " ESMTP Pennypost");
    }

    /// Answers one command line, given without its line end.
    public Reply line(String line) {
        next = Next.COMMAND;
        Command command = Command.parse(line);
        try {
            return counted(command, obey(command));
        } catch (RuntimeException e) {
            LOG.error("cannot answer {}", client.address(), e);
            return OUR_FAULT;
        }
    }

    private Reply obey(Command command) {
        return switch (command) {
            case Command.Ehlo(var name) -> ehlo(name);
            case Command.Helo(var name) -> helo(name);
            case Command.MailFrom _ when client.greeting() == Client.Greeting.NONE -> GREET_FIRST;
            case Command.MailFrom _ when transaction != null -> NESTED_MAIL;
            case Command.MailFrom(var path, var parameters) -> mail(path, parameters);
            case Command.RcptTo(var path) -> transaction == null ? MAIL_FIRST : rcpt(transaction, path);
            case Command.Data _ -> transaction == null ? MAIL_FIRST : data(transaction);
            case Command.Rset _ -> reset();
            case Command.Noop _ -> OK;
            case Command.Vrfy _ -> CANNOT_VERIFY;
            case Command.StartTls _ -> startTls();
            case Command.Quit _ -> close(BYE);
            case Command.Unknown _ -> UNRECOGNISED;
            case Command.Malformed(var reply) -> reply;
        };
    }

    /// Refused senders and recipients are no bad commands, nor is the DATA that was pipelined after them.
    private Reply counted(Command command, Reply reply) {
        boolean decided = command instanceof Command.MailFrom
                || command instanceof Command.RcptTo
                || command instanceof Command.Data;
        boolean bad = reply.code() == 503 || (reply.isPermanent() && !decided);
        return bad ? mistake(reply) : reply;
    }

    private Reply mistake(Reply reply) {
        return ++badCommands > limits.badCommands() ? close(TOO_MANY_ERRORS) : reply;
    }

    private Reply close(Reply reply) {
        next = Next.CLOSE;
        return reply;
    }

    private Reply helo(String name) {
        greeted(name, Client.Greeting.HELO);
        return Reply.of(250, hostName);
    }

    private Reply ehlo(String name) {
        greeted(name, Client.Greeting.EHLO);
        var lines = new ArrayList<String>();
        lines.add(hostName);
        lines.add("PIPELINING");
        lines.add("SIZE " + limits.messageOctets());
        lines.add("8BITMIME");
        if (canEncrypt && client.tlsFacts() == null) lines.add("STARTTLS");
        lines.add("ENHANCEDSTATUSCODES");
        lines.add("SMTPUTF8");
        return new Reply(250, lines);
    }

    /// RFC 5321 §4.1.4: greeting again starts over.
    private void greeted(String name, Client.Greeting greeting) {
        transaction = null;
        client = new Client(client.address(), name, greeting, client.tlsFacts());
    }

    private Reply mail(String reversePath, MailParameters parameters) {
        if (parameters.size() > limits.messageOctets()) return TOO_BIG; // RFC 1870 §6.1
        Reply reply = handler.mailFrom(client, reversePath, parameters);
        if (reply.isPositive()) transaction = new Transaction(reversePath, parameters, new ArrayList<>());
        return reply;
    }

    private Reply rcpt(Transaction current, String forwardPath) {
        if (current.recipients().size() >= limits.recipients()) return TOO_MANY_RECIPIENTS; // RFC 5321 §4.5.3.1.10
        if (!current.parameters().smtpUtf8() && forwardPath.chars().anyMatch(c -> c >= 0x80))
            return Reply.of(553, "5.6.7 that address needs SMTPUTF8");
        Reply reply = handler.rcptTo(client, current.reversePath(), forwardPath);
        if (reply.isPositive()) current.recipients().add(forwardPath);
        return reply;
    }

    private Reply data(Transaction current) {
        if (current.recipients().isEmpty()) return NO_RECIPIENTS;
        next = Next.MESSAGE;
        return GO_AHEAD;
    }

    private Reply reset() {
        transaction = null;
        return OK;
    }

    private Reply startTls() {
        if (client.tlsFacts() != null) return TLS_ALREADY;
        if (!canEncrypt) return NO_TLS;
        next = Next.TLS;
        return READY_FOR_TLS;
    }

    /// Starts over inside TLS: what was said in the clear is forgotten (RFC 3207 §4.2).
    void encrypted(TlsFacts facts) {
        transaction = null;
        client = new Client(client.address(), "", Client.Greeting.NONE, facts);
        next = Next.COMMAND;
    }

    /// Answers the message that [Next#MESSAGE] asked for.
    Reply message(Content content) {
        next = Next.COMMAND;
        Transaction current = transaction;
        transaction = null;
        if (current == null) throw new IllegalStateException("no message is expected");
        return switch (content) {
            case Content.Message(var octets) -> accept(current, octets);
            case Content.TooBig _ -> TOO_BIG;
            case Content.Endless _ -> close(TOO_BIG);
            case Content.BareLineEnd _ -> mistake(BARE_LINE_END);
        };
    }

    private Reply accept(Transaction current, byte[] octets) {
        MailParameters announced = current.parameters();
        var envelope =
                new Envelope(current.reversePath(), current.recipients(), announced.body(), announced.smtpUtf8());
        try {
            return handler.data(client, envelope, octets);
        } catch (RuntimeException e) {
            LOG.error("cannot take a message from {}", client.address(), e);
            return OUR_FAULT;
        }
    }

    /// For octets that arrived together with DATA, before it was answered. What follows would be taken for
    /// commands, so the conversation ends.
    Reply talksTooSoon() {
        return close(TALKS_TOO_SOON);
    }

    Reply badLine() {
        next = Next.COMMAND;
        return mistake(BAD_LINE);
    }

    Reply lineTooLong() {
        next = Next.COMMAND;
        return mistake(LINE_TOO_LONG);
    }
}
