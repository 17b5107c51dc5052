package dev.pennypost.testkit;

import dev.pennypost.mail.smtp.TlsFacts;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One client of a [FakeMx]. Deliberately not built on Pennypost's own server: it must be able to do wrong, and
/// it checks the client from an independent reading of RFC 5321.
final class FakeMxConnection {
    private final FakeMx mx;
    private final int number;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private String helo = "";
    private @Nullable TlsFacts tls;
    private @Nullable String reversePath;
    private String mailParameters = "";
    private final List<String> recipients = new ArrayList<>();
    private boolean open = true;

    FakeMxConnection(FakeMx mx, Socket socket, int number) throws IOException {
        this.mx = mx;
        this.number = number;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    void run() throws IOException, InterruptedException {
        answer(MxMoment.GREETING, "", "220 " + FakeMx.HOST + " ESMTP fake");
        while (open) {
            String line = line();
            if (line == null) return;
            mx.log("C: " + line);
            obey(line);
        }
    }

    private void obey(String line) throws IOException, InterruptedException {
        String upper = line.toUpperCase(Locale.ROOT);
        if (upper.startsWith("EHLO ")) hello(MxMoment.EHLO, line.substring(5), capabilities());
        else if (upper.startsWith("HELO ")) hello(MxMoment.HELO, line.substring(5), "250 " + FakeMx.HOST);
        else if (upper.equals("STARTTLS")) startTls();
        else if (upper.startsWith("MAIL FROM:<")) mail(line);
        else if (upper.startsWith("RCPT TO:<")) rcpt(line);
        else if (upper.equals("DATA")) data();
        else if (upper.startsWith("BDAT ") && mx.extensions().contains("CHUNKING")) chunk(upper);
        else if (upper.equals("RSET")) reset();
        else if (upper.equals("QUIT")) quit();
        else answer(MxMoment.OTHER, line, "500 5.5.1 unknown");
    }

    private void hello(MxMoment moment, String name, String reply) throws IOException, InterruptedException {
        helo = name;
        answer(moment, name, reply);
    }

    private String capabilities() {
        var lines = new ArrayList<String>();
        lines.add(FakeMx.HOST);
        lines.addAll(mx.extensions());
        if (tls == null && mx.identity().isPresent()) lines.add("STARTTLS");
        String last = lines.removeLast();
        var reply = new StringBuilder();
        for (String each : lines) reply.append("250-").append(each).append("\r\n");
        return reply.append("250 ").append(last).toString();
    }

    private void startTls() throws IOException, InterruptedException {
        var identity = mx.identity();
        String said = answer(MxMoment.STARTTLS, "", identity.isPresent() ? "220 2.0.0 go" : "502 5.5.1 no TLS here");
        if (!open || identity.isEmpty() || !said.startsWith("220")) return;
        var encrypted = (SSLSocket) identity.get().getSocketFactory().createSocket(socket, null, false);
        encrypted.startHandshake();
        socket = encrypted;
        in = new BufferedInputStream(encrypted.getInputStream());
        out = encrypted.getOutputStream();
        tls = TlsFacts.of(encrypted.getSession());
    }

    private void mail(String line) throws IOException, InterruptedException {
        int end = line.lastIndexOf('>');
        String path = line.substring("MAIL FROM:<".length(), end);
        String said = answer(MxMoment.MAIL, path, reversePath == null ? "250 2.1.0 ok" : "503 5.5.1 nested MAIL");
        if (!said.startsWith("2")) return;
        reversePath = path;
        mailParameters = line.substring(end + 1).strip();
    }

    private void rcpt(String line) throws IOException, InterruptedException {
        String path = line.substring("RCPT TO:<".length(), line.lastIndexOf('>'));
        String said = answer(MxMoment.RCPT, path, reversePath == null ? "503 5.5.1 MAIL first" : "250 2.1.5 ok");
        if (said.startsWith("2")) recipients.add(path);
    }

    private void data() throws IOException, InterruptedException {
        String said = answer(MxMoment.DATA, "", recipients.isEmpty() ? "554 5.5.1 no valid recipients" : "354 go");
        if (!open || !said.startsWith("354")) return;
        byte[] wire = content();
        mx.log("C: [" + wire.length + " octets] .");
        var mail = received(unstuffed(wire), wire);
        boolean wanted = !recipients.isEmpty();
        forget();
        var scripted = mx.scripted(MxMoment.DOT, "");
        if (wanted && scripted.map(FakeMxConnection::keeps).orElse(true)) mx.keep(mail);
        perform(scripted.orElse(MxAnswer.say("250 2.0.0 queued")));
    }

    /// One chunk that is the last (RFC 3030 §2).
    private void chunk(String command) throws IOException, InterruptedException {
        if (!command.endsWith(" LAST")) throw new IOException("a chunk that is not the last: " + command);
        byte[] octets = in.readNBytes(Integer.parseInt(command.substring(5, command.length() - 5)));
        mx.log("C: [" + octets.length + " octets]");
        var mail = received(octets, octets);
        boolean wanted = !recipients.isEmpty();
        forget();
        if (wanted) mx.keep(mail);
        answer(MxMoment.DOT, "", wanted ? "250 2.0.0 queued" : "503 5.5.1 no valid recipients");
    }

    /// A cut connection says nothing about whether the message was taken; here it was.
    private static boolean keeps(MxAnswer answer) {
        return switch (answer) {
            case MxAnswer.Say(var octets) -> octets.startsWith("2");
            case MxAnswer.Drip(var octets, var _) -> octets.startsWith("2");
            case MxAnswer.Then(var first, var second) -> first instanceof MxAnswer.Hold ? keeps(second) : keeps(first);
            case MxAnswer.Cut _, MxAnswer.Hold _ -> true;
        };
    }

    private ReceivedMail received(byte[] message, byte[] wire) {
        String path = reversePath == null ? "" : reversePath;
        return new ReceivedMail(helo, path, mailParameters, recipients, message, wire, tls, number);
    }

    private void reset() throws IOException, InterruptedException {
        forget();
        answer(MxMoment.RSET, "", "250 2.0.0 ok");
    }

    private void forget() {
        reversePath = null;
        mailParameters = "";
        recipients.clear();
    }

    private void quit() throws IOException, InterruptedException {
        answer(MxMoment.QUIT, "", "221 2.0.0 bye");
        open = false;
    }

    /// Up to CRLF . CRLF and nothing else (RFC 5321 §4.1.1.4); the CRLF before the dot belongs to the message.
    private byte[] content() throws IOException, InterruptedException {
        var octets = new ByteArrayOutputStream();
        int[] last = {0, 0, 0, '\r', '\n'};
        while (true) {
            int octet = read();
            octets.write(octet);
            System.arraycopy(last, 1, last, 0, 4);
            last[4] = octet;
            if (octets.size() == 1) interrupted();
            if (last[0] == '\r' && last[1] == '\n' && last[2] == '.' && last[3] == '\r' && last[4] == '\n') break;
        }
        byte[] all = octets.toByteArray();
        return Arrays.copyOf(all, all.length - 3);
    }

    private void interrupted() throws IOException, InterruptedException {
        var scripted = mx.scripted(MxMoment.CONTENT, "");
        if (scripted.isEmpty()) return;
        perform(scripted.get());
        if (!open) throw new EOFException("cut while receiving a message");
    }

    private static byte[] unstuffed(byte[] wire) {
        var message = new ByteArrayOutputStream(wire.length);
        for (int i = 0; i < wire.length; i++) {
            boolean lineStart = i == 0 || (i > 1 && wire[i - 1] == '\n' && wire[i - 2] == '\r');
            if (!(lineStart && wire[i] == '.')) message.write(wire[i]);
        }
        return message.toByteArray();
    }

    private String answer(MxMoment moment, String argument, String otherwise) throws IOException, InterruptedException {
        MxAnswer answer = mx.scripted(moment, argument).orElse(MxAnswer.say(otherwise));
        return perform(answer);
    }

    /// @return what was said last, "" for nothing
    private String perform(MxAnswer answer) throws IOException, InterruptedException {
        return switch (answer) {
            case MxAnswer.Say(var octets) -> say(octets);
            case MxAnswer.Then(var first, var second) -> {
                String said = perform(first);
                String more = perform(second);
                yield more.isEmpty() ? said : more;
            }
            case MxAnswer.Cut _ -> {
                open = false;
                socket.close();
                yield "";
            }
            case MxAnswer.Hold(var latch) -> {
                hold(latch);
                yield "";
            }
            case MxAnswer.Drip(var octets, var pause) -> drip(octets, pause);
        };
    }

    /// @return of the first reply in it the last line, whose code counts
    private String say(String octets) throws IOException {
        mx.log("S: " + octets.strip());
        out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return octets.lines()
                .filter(line -> !line.startsWith("-", 3))
                .findFirst()
                .orElse(octets);
    }

    private void hold(CountDownLatch latch) throws InterruptedException {
        while (latch.getCount() > 0 && mx.closing().getCount() > 0) {
            if (latch.await(20, TimeUnit.MILLISECONDS)) return;
        }
    }

    private String drip(String octets, Duration pause) throws IOException, InterruptedException {
        for (byte octet : octets.getBytes(StandardCharsets.ISO_8859_1)) {
            out.write(octet);
            out.flush();
            if (mx.closing().await(pause.toMillis(), TimeUnit.MILLISECONDS)) break;
        }
        return octets;
    }

    private @Nullable String line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            int octet = in.read();
            if (octet < 0) return null;
            if (octet == '\n') break;
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        if (!text.endsWith("\r")) throw new IOException("a command that does not end with CRLF: " + text);
        return text.substring(0, text.length() - 1);
    }

    private int read() throws IOException {
        int octet = in.read();
        if (octet < 0) throw new EOFException("the client left in the middle of a message");
        return octet;
    }
}
