package dev.pennypost.mail.dkim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing array of bytes without the lock that every write to a ByteArrayOutputStream takes.
final class Octets {
    private byte[] bytes;
    private int length;

    Octets(int capacity) {
        bytes = new byte[capacity];
    }

    void add(int octet) {
        if (length == bytes.length) grow(1);
        bytes[length++] = (byte) octet;
    }

    void add(byte[] source, int from, int to) {
        if (bytes.length - length < to - from) grow(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    void add(String latin) {
        byte[] source = latin.getBytes(StandardCharsets.ISO_8859_1);
        add(source, 0, source.length);
    }

    void crlf() {
        add('\r');
        add('\n');
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void grow(int more) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
}
