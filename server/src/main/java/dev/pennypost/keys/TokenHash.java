package dev.pennypost.keys;

import java.util.Arrays;

/// The SHA-256 of a token: what is stored and looked up in its place.
record TokenHash(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash(byte[] others) && Arrays.equals(bytes, others);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
