package dev.pennypost.mail.dkim;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import java.util.Locale;

/// Who signs: a domain, and the selector under which the public half of its key is published.
///
/// @param selector one or more labels, such as `pp1`; kept in lower case
public record SigningIdentity(DomainName domain, String selector, SigningKey key) {
    /// @throws BadDomainName when the selector is not made of host name labels (RFC 6376 §3.1)
    public SigningIdentity {
        selector = DomainName.parse(selector.toLowerCase(Locale.ROOT)).ascii();
    }

    /// Where the public key is looked up: `<selector>._domainkey.<domain>`.
    public DomainName recordName() {
        return keyName(domain, selector);
    }

    static DomainName keyName(DomainName domain, String selector) {
        return domain.child(selector + "._domainkey"); // RFC 6376 §3.6.2.1
    }
}
