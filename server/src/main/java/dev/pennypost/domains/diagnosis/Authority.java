package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dns.DomainName;

/// Says where in DNS a domain lies, and who speaks for it there.
@FunctionalInterface
interface Authority {
    Territory of(DomainName domain);
}
