package dev.pennypost.accounts;

/// How somebody came in, as the audit log has it.
enum Way {
    PASSWORD,
    PASSWORD_AND_TOTP,
    PASSWORD_AND_RECOVERY_CODE,
    PASSWORD_AND_PASSKEY,
    PASSKEY,
    PROVIDER,
    /// With the account that was just made.
    NEW_ACCOUNT
}
