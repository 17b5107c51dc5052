package dev.pennypost.mail.dkim;

import org.jspecify.annotations.Nullable;

/// Bytes that are not a private key we can sign with. Never carries the bytes.
public final class BadSigningKey extends IllegalArgumentException {
    BadSigningKey(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
