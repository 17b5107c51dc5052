package dev.pennypost.mail.tlsrpt;

/// Which policy a session was held under (RFC 8460 §4.4).
public enum PolicyType {
    TLSA("tlsa"),
    STS("sts"),
    NO_POLICY_FOUND("no-policy-found");

    private final String spelling;

    PolicyType(String spelling) {
        this.spelling = spelling;
    }

    /// As reports write it.
    public String spelling() {
        return spelling;
    }
}
