package dev.pennypost.secrets;

import dev.pennypost.config.Key;
import dev.pennypost.config.Secret;

/// Settings of the encryption of secrets at rest.
public record SecretsConfig(
        @Key(
                "Base64 of the 32 bytes that signing keys and webhook secrets are encrypted with. Empty: made once and kept in `master.key` in the data directory; back that file up.")
        Secret masterKey) {}
