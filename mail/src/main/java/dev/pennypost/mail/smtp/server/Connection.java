package dev.pennypost.mail.smtp.server;

import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.TlsFacts;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Carries one [ServerConversation] over a socket.
final class Connection {
    private final Socket raw;
    private final ServerOptions options;
    private final ServerConversation conversation;
    private Socket current;
    private Inbound in;
    private OutputStream out;
    private volatile boolean stopping;

    Connection(Socket socket, ServerOptions options, MailHandler handler) throws IOException {
        this.raw = socket;
        this.current = socket;
        this.options = options;
        this.conversation = new ServerConversation(
                options.hostName(),
                socket.getInetAddress(),
                handler,
                options.limits(),
                options.tls() != null,
                options.logins());
        socket.setTcpNoDelay(true); // replies leave in complete batches
        this.out = new BufferedOutputStream(socket.getOutputStream());
        this.in = new Inbound(socket, out);
    }

    /// Talks until one side has had enough, and closes.
    void run() throws IOException {
        try {
            talk();
        } finally {
            current.close(); // says close_notify inside TLS
        }
    }

    private void talk() throws IOException {
        try {
            converse();
        } catch (SocketTimeoutException e) {
            say(ServerConversation.TOO_SLOW);
        } catch (EOFException e) {
            if (!stopping) throw e;
            say(ServerConversation.SHUTTING_DOWN); // RFC 5321 §3.8
        }
        out.flush();
    }

    private void converse() throws IOException {
        if (options.tlsFirst()) startTls(Objects.requireNonNull(options.tls()));
        say(conversation.greeting());
        while (true) {
            switch (conversation.next()) {
                case COMMAND, RESPONSE -> line();
                case MESSAGE -> message();
                case TLS -> startTls(Objects.requireNonNull(options.tls()));
                case CLOSE -> {
                    return;
                }
            }
        }
    }

    private void line() throws IOException {
        if (stopping) throw new EOFException("shutting down");
        Reply reply =
                switch (in.line(conversation.longestLine(), options.limits().idle())) {
                    case Inbound.Line.Command(var text) -> conversation.line(text);
                    case Inbound.Line.Bad _ -> conversation.badLine();
                    case Inbound.Line.TooLong _ -> conversation.lineTooLong();
                };
        say(conversation.next() == Next.MESSAGE && in.hasMore() ? conversation.talksTooSoon() : reply);
    }

    private void message() throws IOException {
        var limits = options.limits();
        say(conversation.message(in.message(limits.messageOctets(), limits.keptOctets(), limits.message())));
    }

    /// A new Inbound over the encrypted stream: what the client sent along with STARTTLS, in the clear, is gone
    /// with the old one (RFC 3207 §4.2, and the reason for CVE-2011-0411 and its many sisters).
    private void startTls(SSLContext context) throws IOException {
        out.flush();
        raw.setSoTimeout(Math.clamp(options.limits().idle().toMillis(), 1, Integer.MAX_VALUE));
        var tls = (SSLSocket) context.getSocketFactory().createSocket(raw, null, raw.getPort(), true);
        tls.setUseClientMode(false);
        tls.startHandshake();
        current = tls;
        out = new BufferedOutputStream(tls.getOutputStream());
        in = new Inbound(tls, out);
        conversation.encrypted(TlsFacts.of(tls.getSession()));
    }

    private void say(Reply reply) throws IOException {
        out.write(reply.wire().getBytes(StandardCharsets.UTF_8));
    }

    /// Lets the command under way finish, then says 421. Called from another thread.
    void stop() throws IOException {
        stopping = true;
        if (!raw.isClosed()) raw.shutdownInput();
    }

    void abandon() throws IOException {
        raw.close();
    }
}
