package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.TlsFacts;
import java.net.InetAddress;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    private static final Reply LOG_IN_FIRST = Reply.of(530, "5.7.0 Authentication required"); // RFC 4954 §6
    private static final Reply ENCRYPT_FIRST =
            Reply.of(530, "5.7.0 Must issue a STARTTLS command first"); // RFC 3207 §4
    private static final Reply ENCRYPT_TO_LOG_IN =
            Reply.of(538, "5.7.11 Encryption required for requested authentication mechanism");
    private static final Reply LOGGED_IN = Reply.of(235, "2.7.0 Authentication successful");
    private static final Reply LOGGED_IN_ALREADY = Reply.of(503, "5.5.1 you have logged in already");
    private static final Reply LOG_IN_BETWEEN = Reply.of(503, "5.5.1 no AUTH between MAIL and the end of a message");
    private static final Reply NO_LOGINS = Reply.of(502, "5.5.1 nobody logs in here");
    private static final Reply UNKNOWN_MECHANISM = Reply.of(504, "5.5.4 PLAIN and LOGIN is what we have");
    private static final Reply CANNOT_LOG_IN_NOW = Reply.of(454, "4.7.0 cannot check that right now, try again later");
    private static final Reply TALKS_TOO_SOON = Reply.of(554, "5.5.0 wait for the 354"); // RFC 2920 §3.1
    private static final Reply TOO_MANY_ERRORS = Reply.of(421, "4.7.0 too many errors");
    private static final Reply TOO_MUCH_TALK = Reply.of(421, "4.7.0 too many commands without mail");
    private static final Reply OUR_FAULT = Reply.of(451, "4.3.0 something broke here, try again later");

    /// RFC 4954 §4: the length of an AUTH command and of each response, with its line end.
    private static final int LOGIN_LINE = 12288;

    private final String hostName;
    private final MailHandler handler;
    private final ServerLimits limits;
    private final boolean canEncrypt;
    private final @Nullable Logins logins;

    private Client client;
    private @Nullable Transaction transaction;
    private Next next = Next.COMMAND;
    private @Nullable Login login;
    private int badCommands;
    private int idleCommands;

    private record Transaction(String reversePath, MailParameters parameters, List<String> recipients) {}

    /// @param hostName what the server calls itself
    /// @param canEncrypt whether STARTTLS can be offered
    /// @param logins null to serve everybody
    public ServerConversation(
            String hostName,
            InetAddress address,
            MailHandler handler,
            ServerLimits limits,
            boolean canEncrypt,
            @Nullable Logins logins) {
        this.hostName = hostName;
        this.handler = handler;
        this.limits = limits;
        this.canEncrypt = canEncrypt;
        this.logins = logins;
        this.client = new Client(address, "", Client.Greeting.NONE, null, null);
    }

    public Next next() {
        return next;
    }

    public Reply greeting() {
        return Reply.of(220, hostName + " ESMTP Pennypost");
    }

    /// How long the next line may be, with its line end.
    int longestLine() {
        return logins == null ? limits.lineOctets() : Math.max(limits.lineOctets(), LOGIN_LINE);
    }

    /// Answers one line, given without its line end: a command, or a response where [Next#RESPONSE] asked for
    /// one.
    public Reply line(String line) {
        next = Next.COMMAND;
        Login current = login;
        if (current != null) return notingMistakes(turn(current.respond(line), current));
        Command command = Command.parse(line);
        if (isIdle(command) && ++idleCommands > limits.idleCommands()) return close(TOO_MUCH_TALK);
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
            case Command.MailFrom _ when mustLogIn() -> mayLogIn() ? LOG_IN_FIRST : ENCRYPT_FIRST;
            case Command.MailFrom _ when transaction != null -> NESTED_MAIL;
            case Command.MailFrom(var path, var parameters) -> mail(path, parameters);
            case Command.RcptTo(var path) -> transaction == null ? MAIL_FIRST : rcpt(transaction, path);
            case Command.Data _ -> transaction == null ? MAIL_FIRST : data(transaction);
            case Command.Rset _ -> reset();
            case Command.Noop _ -> OK;
            case Command.Vrfy _ -> CANNOT_VERIFY;
            case Command.StartTls _ -> startTls();
            case Command.Auth(var mechanism, var response) -> auth(mechanism, response);
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
        boolean outOfTurn = reply.code() == 503 || reply.code() == 530;
        return decided && !outOfTurn ? lastWord(reply) : notingMistakes(reply);
    }

    private Reply notingMistakes(Reply reply) {
        return reply.isPermanent() ? mistake(reply) : lastWord(reply);
    }

    /// RFC 5321 §3.8: a 421 announces that the connection ends, whoever gave it.
    private Reply lastWord(Reply reply) {
        return reply.code() == 421 ? close(reply) : reply;
    }

    /// Commands that may be repeated for ever without sending any mail.
    private boolean isIdle(Command command) {
        return switch (command) {
            case Command.Noop _, Command.Vrfy _, Command.Ehlo _, Command.Helo _ -> true;
            case Command.Rset _ -> transaction == null;
            default -> false;
        };
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
        if (mustLogIn() && mayLogIn()) lines.add("AUTH PLAIN LOGIN"); // RFC 4954 §4: not where it would be refused
        lines.add("ENHANCEDSTATUSCODES");
        lines.add("SMTPUTF8");
        return new Reply(250, lines);
    }

    /// RFC 5321 §4.1.4: greeting again starts over.
    private void greeted(String name, Client.Greeting greeting) {
        transaction = null;
        client = client.greeting(name, greeting);
    }

    private Reply mail(String reversePath, MailParameters parameters) {
        if (parameters.size() > limits.messageOctets()) return TOO_BIG; // RFC 1870 §6.1
        Reply reply = handler.mailFrom(client, reversePath, parameters);
        if (!reply.isPositive()) return reply;
        transaction = new Transaction(reversePath, parameters, new ArrayList<>());
        idleCommands = 0;
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

    private boolean mustLogIn() {
        return logins != null && client.principal() == null;
    }

    private boolean mayLogIn() {
        return client.tlsFacts() != null
                || (logins != null && logins.inTheClear().test(client.address()));
    }

    private Reply auth(String mechanism, @Nullable String initialResponse) {
        if (logins == null) return NO_LOGINS;
        if (client.greeting() != Client.Greeting.EHLO) return GREET_FIRST;
        if (client.principal() != null) return LOGGED_IN_ALREADY; // RFC 4954 §4
        if (transaction != null) return LOG_IN_BETWEEN;
        if (!mayLogIn()) return ENCRYPT_TO_LOG_IN;
        Optional<Login> begun = Login.by(mechanism);
        return begun.isEmpty() ? UNKNOWN_MECHANISM : turn(begun.get().begin(initialResponse), begun.get());
    }

    private Reply turn(Login.Turn turn, Login current) {
        login = null;
        return switch (turn) {
            case Login.Turn.Ask(var reply) -> ask(reply, current);
            case Login.Turn.Credentials(var user, var password) -> logIn(user, password);
            case Login.Turn.Failed(var reply) -> reply;
        };
    }

    private Reply ask(Reply reply, Login current) {
        login = current;
        next = Next.RESPONSE;
        return reply;
    }

    private Reply logIn(String user, String password) {
        try {
            return switch (Objects.requireNonNull(logins).authenticator().login(client, user, password)) {
                case Authenticator.Answer.Welcome(var principal) -> welcome(principal);
                case Authenticator.Answer.Refused(var reply) -> reply;
            };
        } catch (RuntimeException e) {
            LOG.error("cannot check a login from {}", client.address(), e);
            return CANNOT_LOG_IN_NOW;
        }
    }

    private Reply welcome(Principal principal) {
        client = client.loggedIn(principal);
        return LOGGED_IN;
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
        client = new Client(client.address(), "", Client.Greeting.NONE, facts, null);
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
            return lastWord(handler.data(client, envelope, octets));
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
        login = null;
        return mistake(BAD_LINE);
    }

    Reply lineTooLong() {
        next = Next.COMMAND;
        login = null;
        return mistake(LINE_TOO_LONG);
    }
}
