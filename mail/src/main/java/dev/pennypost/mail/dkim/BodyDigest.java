package dev.pennypost.mail.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 over a canonical body, cut off after a number of octets (`l=`, RFC 6376 §3.5). Gathers octets in a block
/// because feeding a digest one at a time costs more than hashing does.
final class BodyDigest {
    static final long WHOLE_BODY = Long.MAX_VALUE;
    private static final int BLOCK = 4096;

    private final MessageDigest sha256;
    private final byte[] block = new byte[BLOCK];
    private final long limit;
    private long seen;
    private int gathered;

    private BodyDigest(long limit) {
        this.limit = limit;
        sha256 = sha256();
    }

    /// What was hashed: `length` is that of the whole canonical body, also when less of it was asked for.
    @SuppressWarnings("ArrayRecordComponent") // two values on their way to one caller, never compared or kept
    record Hashed(byte[] hash, long length) {}

    static Hashed of(RawMessage message, Canonicalization form, long limit) {
        var digest = new BodyDigest(limit);
        form.body(message.bytes(), message.bodyStart(), message.bytes().length, digest);
        digest.flush();
        return new Hashed(digest.sha256.digest(), digest.seen);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    void add(int octet) {
        if (seen++ >= limit) return;
        if (gathered == BLOCK) flush();
        block[gathered++] = (byte) octet;
    }

    void add(byte[] source, int from, int to) {
        flush();
        long wanted = Math.clamp(limit - seen, 0, to - from);
        sha256.update(source, from, (int) wanted);
        seen += to - from;
    }

    void crlf() {
        add('\r');
        add('\n');
    }

    private void flush() {
        sha256.update(block, 0, gathered);
        gathered = 0;
    }
}
