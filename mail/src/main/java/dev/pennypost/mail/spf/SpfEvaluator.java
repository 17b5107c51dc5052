package dev.pennypost.mail.spf;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// Checks clients against SPF records (RFC 7208). Holds nothing but its parameters, safe to share.
public final class SpfEvaluator {
    private static final Pattern HOST_LIKE = Pattern.compile("[a-z0-9_.-]+");

    private final Resolver resolver;
    private final String receivingHost;
    private final InstantSource clock;

    /// @param receivingHost our host name, for explanations that mention it (`%{r}`)
    public SpfEvaluator(Resolver resolver, String receivingHost, InstantSource clock) {
        this.resolver = resolver;
        this.receivingHost = receivingHost;
        this.clock = clock;
    }

    /// Checks the MAIL FROM identity, or the HELO identity when the reverse path is empty (RFC 7208 §2.4).
    ///
    /// @param helo the name given with EHLO or HELO, whatever it is
    /// @param mailFrom the reverse path without angle brackets, empty for the null reverse path
    public SpfResult check(InetAddress ip, String helo, String mailFrom) {
        if (mailFrom.isEmpty()) return checkHelo(ip, helo);
        int at = mailFrom.lastIndexOf('@');
        String localPart = at > 0 ? mailFrom.substring(0, at) : "postmaster"; // RFC 7208 §4.3
        return check(SpfIdentity.MAIL_FROM, new SpfClient(ip, helo, localPart, mailFrom.substring(at + 1)));
    }

    /// Checks the HELO identity alone (RFC 7208 §2.3).
    public SpfResult checkHelo(InetAddress ip, String helo) {
        return check(SpfIdentity.HELO, new SpfClient(ip, helo, "postmaster", helo));
    }

    private SpfResult check(SpfIdentity identity, SpfClient client) {
        var domain = checkable(client.senderDomain());
        if (domain.isEmpty())
            return new SpfResult(SpfVerdict.NONE, identity, null, "there is no domain name to check", "", 0);
        var lookups = new SpfLookups(resolver, client);
        var macros =
                new SpfMacros(client, lookups, receivingHost, clock.instant().getEpochSecond());
        var check = new SpfCheck(client, lookups, macros);
        try {
            var decision = check.decide(domain.get());
            return new SpfResult(
                    decision.verdict(),
                    identity,
                    domain.get(),
                    decision.why(),
                    check.explanation(decision),
                    lookups.terms());
        } catch (SpfError error) {
            return new SpfResult(error.verdict(), identity, domain.get(), error.why(), "", lookups.terms());
        }
    }

    // RFC 7208 §4.3: one label, an address literal or a malformed name is not checked at all.
    private static Optional<DomainName> checkable(String text) {
        try {
            boolean ascii = text.chars().allMatch(c -> c < 0x80);
            var name = ascii ? DomainName.ofDns(text) : DomainName.parse(text);
            return Optional.of(name)
                    .filter(domain -> domain.labels().size() > 1)
                    .filter(domain -> HOST_LIKE.matcher(domain.ascii()).matches());
        } catch (BadDomainName bad) {
            return Optional.empty();
        }
    }
}
