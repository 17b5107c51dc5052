package dev.pennypost.accounts;

import dev.pennypost.config.Secret;

/// A way to hash passwords, written as PHC strings.
interface Hashing {
    String hash(Secret password, byte[] salt);

    /// A PHC string of this cost, of whatever hash.
    String written(byte[] salt, byte[] hash);

    /// Whether this is the password behind a PHC string; the string says what it costs to find out.
    boolean matches(Secret password, String phc);

    /// Whether a PHC string cost less, or anything else, than this way does.
    boolean isOutdated(String phc);
}
