package dev.pennypost.mail.smtp.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What a client sends, cut into command lines and messages. Only CRLF ends a line and only CRLF.CRLF a
/// message.
final class Inbound {
    sealed interface Line {
        record Command(String text) implements Line {}

        /// Ended by a bare LF, holding a bare CR or a NUL, or not UTF-8.
        record Bad() implements Line {}

        record TooLong() implements Line {}
    }

    /// Where in a message we are; a message starts at the start of a line.
    private enum At {
        LINE_START,
        DOT,
        DOT_CR,
        TEXT,
        CR,
        END
    }

    private final Socket socket;
    private final InputStream in;
    private final Flushable replies;
    private final byte[] buffer = new byte[8192];
    private int start;
    private int end;

    /// @param replies flushed before every wait, so that pipelined commands are answered in one write
    Inbound(Socket socket, Flushable replies) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.replies = replies;
    }

    /// Whether the client has sent more than was read so far.
    boolean hasMore() {
        return start < end;
    }

    /// @throws SocketTimeoutException when the line takes longer than the limit
    Line line(int longest, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        var line = new ByteArrayOutputStream(128);
        boolean bad = false;
        boolean tooLong = false;
        int last = 0;
        while (true) {
            int octet = octet(deadline);
            if (octet == '\n') break;
            bad |= last == '\r' || octet == 0;
            tooLong |= line.size() >= longest - 1;
            if (!tooLong) line.write(octet);
            last = octet;
        }
        if (tooLong) return new Line.TooLong();
        return bad || last != '\r' ? new Line.Bad() : text(line.toByteArray());
    }

    private static Line text(byte[] line) {
        try {
            return new Line.Command(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, line.length - 1))
                    .toString());
        } catch (CharacterCodingException e) {
            return new Line.Bad();
        }
    }

    /// @param kept how much of it is kept; more may come, up to the largest
    /// @throws SocketTimeoutException when the message takes longer than the limit
    Content message(int largest, int kept, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        var message = new ByteArrayOutputStream(4096);
        At at = At.LINE_START;
        boolean bare = false;
        long size = 0;
        while (true) {
            int octet = octet(deadline);
            At then = step(at, octet);
            if (then == At.END) break;
            bare |= isBare(at, octet);
            at = then;
            // RFC 5321 §4.5.2: a dot that starts a line is not part of the message, nor is the line of the final dot.
            if (then == At.DOT || then == At.DOT_CR) continue;
            if (++size <= kept) message.write(octet);
            else if (size > 2L * largest) return new Content.Endless();
        }
        if (bare) return new Content.BareLineEnd();
        return size > largest ? new Content.TooBig() : new Content.Message(message.toByteArray());
    }

    private static At step(At at, int octet) {
        return switch (octet) {
            case '\r' -> at == At.DOT ? At.DOT_CR : At.CR;
            case '\n' -> at == At.DOT_CR ? At.END : at == At.CR ? At.LINE_START : At.TEXT;
            case '.' -> at == At.LINE_START ? At.DOT : At.TEXT;
            default -> At.TEXT;
        };
    }

    private static boolean isBare(At at, int octet) {
        boolean afterCr = at == At.CR || at == At.DOT_CR;
        return octet == '\n' ? !afterCr : afterCr;
    }

    private int octet(long deadline) throws IOException {
        if (start == end) fill(deadline);
        return buffer[start++] & 0xff;
    }

    private void fill(long deadline) throws IOException {
        replies.flush();
        long remaining = (deadline - System.nanoTime()) / 1_000_000;
        if (remaining <= 0) throw new SocketTimeoutException("too slow");
        socket.setSoTimeout((int) Math.min(remaining, Integer.MAX_VALUE));
        int count = in.read(buffer);
        if (count < 0) throw new EOFException("the client closed the connection");
        start = 0;
        end = count;
    }
}
