package dev.pennypost.domains.records;

/// What a record is good for.
public enum Purpose {
    /// Proves who owns the domain: a text that only its owner was told.
    OWNERSHIP(Need.OWNING),
    /// The public key of the signatures (RFC 6376 §3.6).
    DKIM(Need.SENDING),
    /// A key that mail can do without: the next one, the one before, or a second signature.
    SPARE_KEY(Need.ADVISED),
    /// Brings bounces to us: the MX of the return path, or the CNAME that stands for it and for [#SPF].
    RETURN_PATH(Need.SENDING),
    /// Lets our servers send for the return path (RFC 7208).
    SPF(Need.SENDING),
    /// Tells receivers what to do with mail that fails (RFC 9989).
    DMARC(Need.ADVISED),
    /// Brings mail for the domain to us.
    RECEIVING(Need.RECEIVING),
    /// Leads links and images to our tracking host.
    TRACKING(Need.ADVISED),
    /// Lets our certificate authority serve the tracking host (RFC 8659).
    TRACKING_CAA(Need.ADVISED),
    /// Hands a whole subdomain to our name servers.
    DELEGATION(Need.OWNING);

    private final Need need;

    Purpose(Need need) {
        this.need = need;
    }

    /// Whether the record holds a public key.
    public boolean isKey() {
        return this == DKIM || this == SPARE_KEY;
    }

    public Need need() {
        return need;
    }

    /// Whether the domain verifies only when the record is right.
    public boolean isRequired() {
        return need != Need.ADVISED;
    }

    /// What a domain lacks while the record is not right.
    public enum Need {
        /// Everything.
        OWNING,
        SENDING,
        RECEIVING,
        /// Nothing that keeps it from being verified.
        ADVISED
    }
}
