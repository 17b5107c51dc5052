package dev.pennypost.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.smtp.server.SelfSignedCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A client that says exactly what it is told to, octet for octet.
final class MailProgram implements AutoCloseable {
    static final SelfSignedCertificate CERTIFICATE = SelfSignedCertificate.temporary("smtp.test");
    private static final int PATIENCE_MILLIS = 20_000;

    private Socket socket;

    private MailProgram(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static MailProgram connect(int port) throws IOException {
        return new MailProgram(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static MailProgram connectOverTls(int port) throws IOException {
        return new MailProgram(
                CERTIFICATE.clientContext().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
    }

    /// Greeted, and logged in with this key.
    static MailProgram loggedIn(int port, String key) throws IOException {
        var program = connect(port);
        assertThat(program.reply()).startsWith("220 ");
        program.say("EHLO client.test");
        assertThat(program.logIn("resend", key)).startsWith("235 2.7.0");
        return program;
    }

    String logIn(String user, String password) throws IOException {
        byte[] plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return say("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain));
    }

    /// Sends a line and returns the reply to it.
    String say(String line) throws IOException {
        send(line + "\r\n");
        return reply();
    }

    /// Hands in a message as a whole; returns the last reply, which is a refusal when it came to one.
    String handIn(String message, String... recipients) throws IOException {
        String reply = say("MAIL FROM:<bounces@client.test> BODY=8BITMIME SMTPUTF8");
        for (String recipient : recipients) if (reply.startsWith("2")) reply = say("RCPT TO:<" + recipient + ">");
        if (reply.startsWith("2")) reply = say("DATA");
        if (!reply.startsWith("354")) return reply;
        send(message.replace("\r\n.", "\r\n..") + ".\r\n");
        return reply();
    }

    void send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// One reply with all its lines, the line ends as LF.
    String reply() throws IOException {
        var reply = new StringBuilder();
        while (true) {
            String line = line(socket.getInputStream());
            reply.append(reply.isEmpty() ? "" : "\n").append(line);
            if (line.length() < 4 || line.charAt(3) != '-') return reply.toString();
        }
    }

    /// What is left to read, up to the end of the connection.
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    void startTls() throws IOException {
        socket = CERTIFICATE
                .clientContext()
                .getSocketFactory()
                .createSocket(socket, "smtp.test", socket.getPort(), true);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) throw new IOException("closed after: " + line);
            if (octet != '\r') line.append((char) octet);
        }
        return line.toString();
    }
}
