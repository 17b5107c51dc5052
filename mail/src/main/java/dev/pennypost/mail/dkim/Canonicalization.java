package dev.pennypost.mail.dkim;

import dev.pennypost.mail.dkim.RawMessage.Field;

/// The form in which header fields and body are hashed, so that what relays change on the way does not matter
/// (RFC 6376 §3.4).
enum Canonicalization {
    /// Nothing may change but empty lines at the end of the body.
    SIMPLE {
        @Override
        void field(byte[] bytes, Field field, Octets out) {
            out.add(bytes, field.start(), field.end());
        }

        @Override
        void body(byte[] bytes, int from, int to, BodyDigest out) {
            int end = to;
            while (end - from >= 2 && bytes[end - 2] == '\r' && bytes[end - 1] == '\n') end -= 2;
            out.add(bytes, from, end);
            out.crlf(); // RFC 6376 §3.4.3: an empty body is one CRLF
        }
    },

    /// White space may change in amount, header names in case, folding in place.
    RELAXED {
        @Override
        void field(byte[] bytes, Field field, Octets out) {
            for (int i = field.start(); i < field.nameEnd(); i++) out.add(lowerCase(bytes[i]));
            out.add(':');
            unfolded(bytes, field.valueStart(), field.end(), out);
        }

        @Override
        void body(byte[] bytes, int from, int to, BodyDigest out) {
            int pendingLines = 0;
            boolean pendingSpace = false;
            boolean empty = true;
            for (int i = from; i < to; i++) {
                byte octet = bytes[i];
                if (octet == '\r' && i + 1 < to && bytes[i + 1] == '\n') {
                    pendingLines++;
                    pendingSpace = false;
                    i++;
                } else if (RawMessage.isBlank(octet)) {
                    pendingSpace = true;
                } else {
                    for (; pendingLines > 0; pendingLines--) out.crlf();
                    if (pendingSpace) out.add(' ');
                    pendingSpace = false;
                    empty = false;
                    out.add(octet);
                }
            }
            if (!empty) out.crlf(); // RFC 6376 §3.4.4: an empty body stays empty
        }
    };

    /// Appends one header field without its last CRLF.
    abstract void field(byte[] bytes, Field field, Octets out);

    /// Feeds the body to a digest.
    abstract void body(byte[] bytes, int from, int to, BodyDigest out);

    private static void unfolded(byte[] bytes, int from, int to, Octets out) {
        boolean started = false;
        boolean pendingSpace = false;
        for (int i = from; i < to; i++) {
            byte octet = bytes[i];
            if (octet == '\r' && i + 1 < to && bytes[i + 1] == '\n') {
                i++;
            } else if (RawMessage.isBlank(octet)) {
                pendingSpace = started;
            } else {
                if (pendingSpace) out.add(' ');
                pendingSpace = false;
                started = true;
                out.add(octet);
            }
        }
    }

    private static int lowerCase(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }
}
