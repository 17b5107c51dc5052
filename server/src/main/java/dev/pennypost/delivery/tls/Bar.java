package dev.pennypost.delivery.tls;

/// Why a mail server is not spoken to at all.
public enum Bar {
    /// The domain's MTA-STS policy does not name it (RFC 8461 §4.1).
    NOT_IN_POLICY("4.7.4 the MTA-STS policy of the domain does not name this server"),
    /// Its TLSA records could not be asked for, or not validated (RFC 7672 §2.1.2): somebody may be hiding them.
    TLSA_UNKNOWN("4.7.5 the TLSA records of this server could not be validated");

    private final String explanation;

    Bar(String explanation) {
        this.explanation = explanation;
    }

    /// For attempts and people, with an enhanced code (RFC 3463 §3.8).
    public String explanation() {
        return explanation;
    }
}
