package dev.pennypost.mail.smtp.client;

import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.TlsFacts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that comes before the first MAIL: connecting, the greeting, EHLO and TLS.
final class Opening {
    private final Target target;
    private final ClientOptions options;
    private final List<Step> steps = new ArrayList<>(6);
    private Phase phase = Phase.CONNECT;
    private long began;

    Opening(Target target, ClientOptions options) {
        this.target = target;
        this.options = options;
    }

    SmtpSession run() throws SessionFailed {
        Wire wire = connected();
        SmtpSession session = null;
        try {
            session = converse(wire);
            return session;
        } catch (IOException e) {
            throw failed(Failure.of(phase, options.timeouts().of(phase), e));
        } finally {
            if (session == null) wire.close();
        }
    }

    private SmtpSession converse(Wire wire) throws IOException, SessionFailed {
        Reply greeting = greeting(wire);
        Extensions extensions = hello(wire);
        TlsFacts tls = tls(wire, extensions);
        if (tls != null) extensions = hello(wire); // RFC 3207 §4.2: what was learnt in the clear is forgotten
        if (options.login() != null) logIn(wire, extensions, tls, options.login());
        return new SmtpSession(wire, options, new SessionFacts(target, greeting, extensions, tls, steps));
    }

    private Wire connected() throws SessionFailed {
        begin(Phase.CONNECT);
        var socket = new Socket();
        try {
            if (options.localAddress() != null) socket.bind(new InetSocketAddress(options.localAddress(), 0));
            socket.setTcpNoDelay(true); // each write is a complete batch already
            socket.connect(target.address(), millis(options.timeouts().connect()));
            var wire = new Wire(socket, options.nanoTime());
            record("", null);
            return wire;
        } catch (IOException e) {
            closeQuietly(socket);
            record("", null);
            throw failed(Failure.of(phase, options.timeouts().connect(), e));
        }
    }

    private Reply greeting(Wire wire) throws IOException, SessionFailed {
        begin(Phase.GREETING);
        Reply greeting = answer(wire, "");
        if (greeting.code() != 220) throw refused(greeting); // 554: no SMTP service here (RFC 5321 §3.1)
        return greeting;
    }

    /// EHLO, or HELO when the server does not know EHLO (RFC 5321 §3.2).
    private Extensions hello(Wire wire) throws IOException, SessionFailed {
        Reply ehlo = ask(wire, Phase.EHLO, "EHLO " + options.ehloName());
        if (ehlo.code() == 250) return Extensions.in(ehlo);
        if (ehlo.code() < 500 || ehlo.code() > 504) throw refused(ehlo);
        Reply helo = ask(wire, Phase.EHLO, "HELO " + options.ehloName());
        if (helo.code() != 250) throw refused(helo);
        return Extensions.NONE;
    }

    private @Nullable TlsFacts tls(Wire wire, Extensions extensions) throws IOException, SessionFailed {
        if (options.tls() instanceof TlsDemand.None) return null;
        boolean required = options.tls().isRequired();
        if (!extensions.startTls()) {
            if (required) throw failed(new Failure.TlsNotOffered());
            return null;
        }
        Reply reply = ask(wire, Phase.TLS, "STARTTLS");
        if (reply.code() == 220) return handshake(wire);
        if (required || reply.code() == 421) throw refused(reply);
        return null; // RFC 3207 §4: 454, and the session goes on in the clear
    }

    private TlsFacts handshake(Wire wire) throws SessionFailed {
        begin(Phase.TLS);
        try {
            var session = wire.startTls(
                    target,
                    options.tls(),
                    options.contexts(),
                    options.timeouts().tls());
            record("", null);
            return TlsFacts.of(session);
        } catch (IOException e) {
            record("", null);
            throw failed(new Failure.TlsFailed(TlsProblem.of(e), Failure.describe(e)));
        }
    }

    /// RFC 4954. A password goes over TLS, or to this machine itself, and not into the record.
    private void logIn(Wire wire, Extensions extensions, @Nullable TlsFacts tls, SmtpLogin login)
            throws IOException, SessionFailed {
        begin(Phase.AUTH);
        if (tls == null && !target.address().getAddress().isLoopbackAddress())
            throw failed(new Failure.LoginNotPossible("a password is not sent in the clear"));
        Reply last;
        if (extensions.auth("PLAIN")) {
            // RFC 4616 §2: authorization identity (none), user, password
            last = ask(wire, "AUTH PLAIN " + base64("\0" + login.user() + "\0" + login.password()), "AUTH PLAIN •••");
        } else if (extensions.auth("LOGIN")) {
            last = logInStepByStep(wire, login);
        } else {
            throw failed(new Failure.LoginNotPossible("the server offers neither AUTH PLAIN nor AUTH LOGIN"));
        }
        if (last.code() != 235) throw refused(last);
    }

    private Reply logInStepByStep(Wire wire, SmtpLogin login) throws IOException {
        Reply user = ask(wire, "AUTH LOGIN", "AUTH LOGIN");
        if (user.code() != 334) return user;
        Reply password = ask(wire, base64(login.user()), "•••");
        return password.code() == 334 ? ask(wire, base64(login.password()), "•••") : password;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Reply ask(Wire wire, Phase next, String command) throws IOException {
        begin(next);
        return ask(wire, command, command);
    }

    /// @param recorded the command as the record of the session has it
    private Reply ask(Wire wire, String command, String recorded) throws IOException {
        began = options.nanoTime().getAsLong();
        try {
            wire.command(command);
            wire.flush();
        } catch (IOException e) {
            record(recorded, null);
            throw e;
        }
        return answer(wire, recorded);
    }

    private Reply answer(Wire wire, String command) throws IOException {
        Reply reply = null;
        try {
            reply = wire.reply(options.timeouts().of(phase));
            return reply;
        } finally {
            record(command, reply);
        }
    }

    private void begin(Phase next) {
        phase = next;
        began = options.nanoTime().getAsLong();
    }

    private void record(String command, @Nullable Reply reply) {
        steps.add(new Step(
                phase, command, reply, Duration.ofNanos(options.nanoTime().getAsLong() - began)));
    }

    private SessionFailed refused(Reply reply) {
        return failed(new Failure.Refused(phase, reply));
    }

    private SessionFailed failed(Failure failure) {
        return new SessionFailed(failure, steps);
    }

    private static int millis(Duration limit) {
        return Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            return; // closed is closed
        }
    }
}
