package dev.pennypost.emails.lint;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The hosts that an email links to.
///
/// @param names by name
/// @param addresses by IP address
/// @param inTheClear whether some are addressed by `http:`
record Links(Set<DomainName> names, Set<String> addresses, boolean inTheClear) {
    private static final int MOST_HOSTS = 100;
    private static final int MOST_IN_TEXT = 1_000;
    private static final int LONGEST_HOST = 255;
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    /// @param addresses as they stand in HTML or text; what is no `http:` or `https:` address is passed over
    static Links of(List<String> addresses) {
        var hosts = new LinkedHashSet<String>();
        boolean inTheClear = false;
        for (String address : addresses) {
            boolean isPlain = starts(address, "http://");
            if (!isPlain && !starts(address, "https://")) continue;
            inTheClear |= isPlain;
            if (hosts.size() < MOST_HOSTS) hosts.add(host(address, isPlain ? 7 : 8));
        }
        return sorted(hosts, inTheClear);
    }

    private static Links sorted(Set<String> hosts, boolean inTheClear) {
        var names = new LinkedHashSet<DomainName>();
        var addresses = new LinkedHashSet<String>();
        for (String host : hosts) {
            if (host.startsWith("[") || IPV4.matcher(host).matches()) addresses.add(host);
            else addName(host, names);
        }
        return new Links(names, addresses, inTheClear);
    }

    private static void addName(String host, Set<DomainName> names) {
        if (host.indexOf('.') < 0) return;
        try {
            names.add(DomainName.parse(host));
        } catch (BadDomainName notOne) {
            // a placeholder that is filled in later, or nonsense: leads nowhere we could judge
        }
    }

    /// The addresses in a plain text.
    static List<String> inText(String text) {
        var found = new ArrayList<String>();
        int end = Math.min(text.length(), HtmlScan.MOST);
        for (int at = text.indexOf("http"); at >= 0 && at < end; at = text.indexOf("http", at + 4)) {
            if (found.size() == MOST_IN_TEXT) break;
            found.add(text.substring(at, Math.min(end, at + 8 + LONGEST_HOST)));
        }
        return found;
    }

    /// Between the scheme and the path, without user and port (RFC 3986 §3.2).
    private static String host(String address, int from) {
        int to = from;
        while (to < address.length() && to - from <= LONGEST_HOST && !endsAuthority(address.charAt(to))) to++;
        String authority = address.substring(from, to);
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int port = host.startsWith("[") ? host.indexOf(':', host.indexOf(']') + 1) : host.indexOf(':');
        return (port < 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT);
    }

    private static boolean endsAuthority(char c) {
        return c <= ' ' || "/?#\\<>\"')".indexOf(c) >= 0;
    }

    private static boolean starts(String address, String scheme) {
        return address.regionMatches(true, 0, scheme, 0, scheme.length());
    }
}
