package dev.pennypost.mail.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of a message as they grow, and the column where the current line stands.
final class MessageBuffer {
    private byte[] bytes;
    private int size;
    private int lineStart;

    MessageBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    MessageBuffer add(int octet) {
        reserve(1);
        bytes[size++] = (byte) octet;
        return this;
    }

    MessageBuffer ascii(String text) {
        return ascii(text, 0, text.length());
    }

    MessageBuffer ascii(String text, int from, int to) {
        reserve(to - from);
        for (int i = from; i < to; i++) bytes[size++] = (byte) text.charAt(i);
        return this;
    }

    MessageBuffer utf8(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return add(octets, 0, octets.length);
    }

    MessageBuffer add(byte[] octets, int from, int to) {
        reserve(to - from);
        System.arraycopy(octets, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    /// Adds octets that may end a line.
    MessageBuffer lines(byte[] octets, int from, int to) {
        add(octets, from, to);
        if (last() == '\n') lineStart = size;
        return this;
    }

    MessageBuffer crlf() {
        add('\r').add('\n');
        lineStart = size;
        return this;
    }

    int column() {
        return size - lineStart;
    }

    /// The octet written last, 0 before the first.
    int last() {
        return size == 0 ? 0 : bytes[size - 1];
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (more > bytes.length - size)
            bytes = Arrays.copyOf(bytes, Math.addExact(size, Math.max(more, Math.min(size, bytes.length) / 2 + 64)));
    }
}
