package dev.pennypost.mail.smtp.client;

import java.io.IOException;
import java.util.List;

/// Writes a message the way DATA wants it: dots doubled at the start of lines (RFC 5321 §4.5.2), every line
/// ended by CRLF, the final dot at the end. A bare CR or LF becomes a CRLF: left alone, servers disagree on
/// whether it ends a line, and that disagreement is how mail is smuggled (RFC 5321 §2.3.8). A message in
/// canonical form passes untouched.
final class Content {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] DOT = {'.'};
    private static final int CHUNK = 16 * 1024;
    /// With the carriage return.
    private static final int LONGEST_LINE = 999;

    private final Wire wire;
    private final Runnable progress;

    private boolean atLineStart = true;
    private boolean afterCarriageReturn;

    Content(Wire wire, Runnable progress) {
        this.wire = wire;
        this.progress = progress;
    }

    /// Whether a message has lines longer than DATA may carry (998 octets, RFC 5321 §4.5.3.1.6) and is in order
    /// otherwise. A
    /// bare CR or LF is no line end to be handed on, by whatever command.
    static boolean isTooLongForData(List<byte[]> parts) {
        int length = 0;
        int longest = 0;
        boolean afterCarriageReturn = false;
        for (byte[] part : parts) {
            for (byte octet : part) {
                if (afterCarriageReturn != (octet == '\n')) return false;
                afterCarriageReturn = octet == '\r';
                length = octet == '\n' ? 0 : length + 1;
                longest = Math.max(longest, length);
            }
        }
        return !afterCarriageReturn && length == 0 && longest > LONGEST_LINE;
    }

    void send(List<byte[]> parts) throws IOException {
        for (byte[] part : parts) {
            for (int from = 0; from < part.length; from += CHUNK) {
                part(part, from, Math.min(from + CHUNK, part.length));
                progress.run();
            }
        }
        if (afterCarriageReturn) endLine();
        if (!atLineStart) endLine();
        wire.put(DOT, 0, 1);
        wire.put(CRLF, 0, 2);
    }

    /// Copies runs of ordinary octets; a carriage return is held back until it is known what follows.
    private void part(byte[] octets, int from, int to) throws IOException {
        int run = from;
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            if (octet != '\n' && octet != '\r' && !afterCarriageReturn && !(octet == '.' && atLineStart)) {
                atLineStart = false;
                continue;
            }
            wire.put(octets, run, i - run);
            run = special(octet) ? i : i + 1;
        }
        wire.put(octets, run, to - run);
    }

    /// Whether the octet itself is still to be written.
    private boolean special(byte octet) throws IOException {
        if (octet == '\n') {
            endLine();
            return false;
        }
        if (afterCarriageReturn) endLine();
        if (octet == '\r') {
            afterCarriageReturn = true;
            return false;
        }
        if (octet == '.' && atLineStart) wire.put(DOT, 0, 1);
        atLineStart = false;
        return true;
    }

    private void endLine() throws IOException {
        wire.put(CRLF, 0, 2);
        atLineStart = true;
        afterCarriageReturn = false;
    }
}
