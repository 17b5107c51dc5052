/// Domain-based Message Authentication, Reporting and Conformance (RFC 9989): what the owner of the domain in `From`
/// wants done with mail that neither SPF nor DKIM vouches for. The organizational domain is found by the DNS tree
/// walk, not by a list of public suffixes. The `pct`, `rf` and `ri` tags of RFC 7489 are gone and ignored.
@NullMarked
package dev.pennypost.mail.dmarc;

import org.jspecify.annotations.NullMarked;
