package dev.pennypost.submission;

import dev.pennypost.keys.Caller;
import dev.pennypost.keys.Keys;
import java.security.Principal;
import java.util.Optional;

/// Whoever logged in with an API key. A connection may outlive its key, so the key is asked for anew each time.
final class KeyHolder implements Principal {
    private final Keys keys;
    private final String token;

    KeyHolder(Keys keys, String token) {
        this.keys = keys;
        this.token = token;
    }

    /// Empty once the key was removed, or has expired.
    Optional<Caller> caller() {
        return keys.authenticate(token);
    }

    @Override
    public String getName() {
        return KeyLogin.USER;
    }
}
