package dev.pennypost.accounts;

import java.math.BigInteger;
import java.time.Instant;

/// A program on a phone that shows codes.
///
/// @param secret in Base32, as it was typed or read
public record TotpProgram(String secret) {
    /// What it shows at a time.
    public String code(Instant at) {
        return new Totp(octets()).code(at.getEpochSecond() / 30);
    }

    byte[] octets() {
        var bits = BigInteger.ZERO;
        for (char letter : secret.toCharArray())
            bits = bits.shiftLeft(5).or(BigInteger.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter)));
        int octets = secret.length() * 5 / 8;
        byte[] all = bits.shiftRight(secret.length() * 5 % 8).toByteArray();
        byte[] out = new byte[octets];
        int length = Math.min(all.length, octets);
        System.arraycopy(all, all.length - length, out, octets - length, length);
        return out;
    }
}
