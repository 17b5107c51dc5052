package dev.pennypost.net;

import dev.pennypost.net.Exchange.Answer;
import dev.pennypost.net.Exchange.Header;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads an HTTP/1.1 answer (RFC 9112) from somebody we do not trust: every length has a limit, and what is not
/// plainly right is refused.
final class AnswerReader {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: .*)?");
    private static final int MOST_HEAD_OCTETS = 32 * 1024;

    private final InputStream in;
    private final int mostOctets;
    private int headOctets;
    private boolean persists;

    AnswerReader(InputStream in, int mostOctets) {
        this.in = in;
        this.mostOctets = mostOctets;
    }

    /// @param method decides whether a body follows (RFC 9112 §6.3)
    Answer read(String method) throws IOException {
        while (true) {
            int status = statusLine();
            List<Header> headers = headers();
            if (status >= 200) return body(method, status, headers);
            // RFC 9110 §15.2: interim answers come before the real one
            if (status == 101) throw new ProtocolException("switched to a protocol nobody asked for");
        }
    }

    /// Whether anything of an answer has come.
    boolean hasHeard() {
        return headOctets > 0;
    }

    /// Whether another exchange may follow on the connection (RFC 9112 §9.3): the server did not say otherwise, and the
    /// answer ended where it said it would, with nothing after it.
    boolean persists() throws IOException {
        return persists && in.available() == 0;
    }

    private int statusLine() throws IOException {
        Matcher line = STATUS_LINE.matcher(line());
        if (!line.matches()) throw new ProtocolException("the answer is not HTTP/1.1");
        persists = line.group(1).equals("1");
        return Integer.parseInt(line.group(2));
    }

    private List<Header> headers() throws IOException {
        var headers = new ArrayList<Header>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) throw new ProtocolException("a header without a name");
            headers.add(new Header(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    private Answer body(String method, int status, List<Header> headers) throws IOException {
        var sink = new Sink(mostOctets);
        persists &= headers.stream().noneMatch(AnswerReader::isClosing);
        var answer = new Answer(status, headers, new byte[0], true);
        // RFC 9112 §6.3 rules 1, 4, 6 and 8, in this order
        boolean whole = true;
        if (!method.equals("HEAD") && status != 204 && status != 304) {
            var coding = answer.header("transfer-encoding");
            var length = answer.header("content-length");
            if (coding.isPresent()) whole = chunks(coding.get(), sink);
            else if (length.isPresent()) whole = exactly(number(length.get(), 10), sink);
            else whole = untilTheEnd(sink);
        }
        persists &= whole;
        return new Answer(status, headers, sink.octets.toByteArray(), whole);
    }

    private static boolean isClosing(Header header) {
        return header.name().equalsIgnoreCase("connection")
                && Arrays.stream(header.value().split(","))
                        .anyMatch(option -> option.strip().equalsIgnoreCase("close"));
    }

    private boolean chunks(String coding, Sink sink) throws IOException {
        if (!coding.equalsIgnoreCase("chunked")) throw new ProtocolException("a transfer coding nobody asked for");
        while (true) {
            String size = line();
            int extension = size.indexOf(';');
            long length = number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
            if (length == 0) {
                persists &= endsHere();
                return true;
            }
            if (!exactly(length, sink)) return false;
            if (!line().isEmpty()) throw new ProtocolException("a chunk longer than it said");
        }
    }

    /// Whether no trailers follow the last chunk. They go unread, and nobody waits for the empty line.
    private boolean endsHere() throws IOException {
        return in.available() >= 2 && in.read() == '\r' && in.read() == '\n';
    }

    /// Says whether all of it was wanted.
    private boolean exactly(long length, Sink sink) throws IOException {
        for (long left = length; left > 0; ) {
            if (sink.room() == 0) return false;
            byte[] some = in.readNBytes((int) Math.min(left, Math.min(sink.room(), 8192)));
            if (some.length == 0) throw new EOFException("the connection was closed in the middle of the answer");
            sink.octets.writeBytes(some);
            left -= some.length;
        }
        return true;
    }

    private boolean untilTheEnd(Sink sink) throws IOException {
        persists = false;
        while (sink.room() > 0) {
            byte[] some = in.readNBytes(Math.min(sink.room(), 8192));
            if (some.length == 0) return true;
            sink.octets.writeBytes(some);
        }
        return in.read() < 0;
    }

    private static long number(String digits, int radix) throws ProtocolException {
        try {
            long number = Long.parseLong(digits.toLowerCase(Locale.ROOT), radix);
            if (number >= 0 && digits.charAt(0) != '+' && digits.charAt(0) != '-') return number;
        } catch (NumberFormatException notANumber) {
            // told below, together with negative ones
        }
        throw new ProtocolException("a length that is not a number");
    }

    /// RFC 9112 §2.2: a line ends with CRLF; a lone LF is taken for one.
    private String line() throws IOException {
        var line = new ByteArrayOutputStream(80);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) throw new EOFException("the connection was closed before the answer was complete");
            if (++headOctets > MOST_HEAD_OCTETS) throw new ProtocolException("the answer's headers are too long");
            line.write(octet);
        }
        headOctets++;
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private record Sink(ByteArrayOutputStream octets, int most) {
        Sink(int most) {
            this(new ByteArrayOutputStream(), most);
        }

        int room() {
            return most - octets.size();
        }
    }
}
