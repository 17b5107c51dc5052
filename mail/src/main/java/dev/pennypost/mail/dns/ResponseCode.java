package dev.pennypost.mail.dns;

import org.xbill.DNS.Rcode;

/// How a server says a question went (RFC 1035 §4.1.1, RFC 6895 §2.3).
public enum ResponseCode {
    NOERROR,
    FORMERR,
    SERVFAIL,
    NXDOMAIN,
    NOTIMP,
    REFUSED,
    /// Any code that only updates, keys and experiments know.
    OTHER;

    static ResponseCode of(int rcode) {
        return switch (rcode) {
            case Rcode.NOERROR -> NOERROR;
            case Rcode.FORMERR -> FORMERR;
            case Rcode.SERVFAIL -> SERVFAIL;
            case Rcode.NXDOMAIN -> NXDOMAIN;
            case Rcode.NOTIMP -> NOTIMP;
            case Rcode.REFUSED -> REFUSED;
            default -> OTHER;
        };
    }
}
