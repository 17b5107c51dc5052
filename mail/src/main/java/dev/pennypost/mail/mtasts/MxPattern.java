package dev.pennypost.mail.mtasts;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;

/// A mail server, or all servers one label below a name, as a policy lists them (RFC 8461 §4.1).
///
/// @param name without the wildcard
/// @param isWildcard whether it stands for names with exactly one label more
public record MxPattern(DomainName name, boolean isWildcard) {
    private static final String WILDCARD = "*.";

    /// @throws BadDomainName when it is neither a host name nor one behind `*.`
    public static MxPattern parse(String text) {
        boolean wildcard = text.startsWith(WILDCARD);
        return new MxPattern(DomainName.parse(wildcard ? text.substring(WILDCARD.length()) : text), wildcard);
    }

    public boolean matches(DomainName host) {
        return isWildcard ? host.parent().filter(name::equals).isPresent() : host.equals(name);
    }

    @Override
    public String toString() {
        return isWildcard ? WILDCARD + name : name.toString();
    }
}
