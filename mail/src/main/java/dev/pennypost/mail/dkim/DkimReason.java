package dev.pennypost.mail.dkim;

/// Why a signature does not count.
public enum DkimReason {
    BAD_SYNTAX("the signature field cannot be read"),
    WRONG_VERSION("the signature has a version other than 1"),
    MISSING_TAG("the signature lacks a tag it must have"),
    ALGORITHM_NOT_ALLOWED("the algorithm is unknown or no longer allowed"),
    UNKNOWN_CANONICALIZATION("the canonicalization is unknown"),
    UNKNOWN_QUERY_METHOD("the key is not to be found in DNS"),
    FROM_NOT_SIGNED("the From field is not covered"),
    IDENTITY_OUTSIDE_DOMAIN("the identity i= does not belong to the domain d="),
    EXPIRED("the signature has expired"),
    DNS_FAILED("DNS did not answer"),
    NO_KEY("there is no key record"),
    BAD_KEY_RECORD("the key record cannot be read"),
    KEY_REVOKED("the key was revoked"),
    KEY_TYPE_MISMATCH("the key is of another type than the signature"),
    HASH_NOT_ALLOWED("the key record does not allow SHA-256"),
    KEY_NOT_FOR_EMAIL("the key record is not for email"),
    KEY_TOO_SHORT("the RSA key is shorter than 1024 bits"),
    KEY_UNUSABLE("the key record holds no usable key"),
    BODY_SHORTER_THAN_SIGNED("the body is shorter than l= says"),
    BODY_HASH_MISMATCH("the body was changed"),
    SIGNATURE_MISMATCH("a signed header field was changed, or the key is not the signer's");

    private final String text;

    DkimReason(String text) {
        this.text = text;
    }

    /// The reason as the rest of a sentence, fit for a comment in `Authentication-Results`.
    public String text() {
        return text;
    }
}
