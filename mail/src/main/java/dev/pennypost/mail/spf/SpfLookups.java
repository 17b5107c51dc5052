package dev.pennypost.mail.spf;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// The DNS questions of one check, counted against the limits of RFC 7208 §4.6.4.
final class SpfLookups {
    private static final int MAX_TERMS = 10;
    private static final int MAX_VOID = 2;
    private static final int MAX_MX = 10;
    private static final int MAX_PTR = 10;

    private final Resolver resolver;
    private final SpfClient client;
    private int terms;
    private int empty;

    SpfLookups(Resolver resolver, SpfClient client) {
        this.resolver = resolver;
        this.client = client;
    }

    int terms() {
        return terms;
    }

    void countTerm() throws SpfError {
        if (++terms > MAX_TERMS) throw new SpfError(SpfVerdict.PERMERROR, "more than 10 terms need DNS lookups");
    }

    /// The SPF records of a domain; other texts are left out.
    List<String> records(DomainName domain) throws SpfError {
        return answered(domain, RecordType.TXT).all(DnsRecord.Txt.class).stream()
                .map(DnsRecord.Txt::text)
                .filter(SpfRecord::claims)
                .toList();
    }

    /// The texts at the name an `exp=` points to; errors are as good as none (RFC 7208 §6.2).
    List<String> explanations(DomainName domain) {
        return resolver.ask(domain, RecordType.TXT).all(DnsRecord.Txt.class).stream()
                .map(DnsRecord.Txt::text)
                .toList();
    }

    List<InetAddress> addresses(DomainName domain) throws SpfError {
        var found = addressesOf(answered(domain, family()));
        if (found.isEmpty()) countVoid();
        return found;
    }

    // Counted as one void lookup when the whole term finds nothing: a client on IPv6 meets many hosts without AAAA,
    // and RFC 7208 §4.6.4 speaks of terms.
    List<InetAddress> mailHostAddresses(DomainName domain) throws SpfError {
        var hosts = answered(domain, RecordType.MX).all(DnsRecord.Mx.class);
        if (hosts.size() > MAX_MX) throw new SpfError(SpfVerdict.PERMERROR, domain + " has more than 10 MX records");
        var found = new ArrayList<InetAddress>();
        for (var host : hosts) {
            try {
                if (host.exchange().isEmpty()) continue; // RFC 7505: the null MX
                found.addAll(addressesOf(answered(DomainName.ofDns(host.exchange()), family())));
            } catch (BadDomainName _) {
                // A name nobody can ask for has no address.
            }
        }
        if (found.isEmpty()) countVoid();
        return found;
    }

    /// Whether there is an A record, also for clients on IPv6 (RFC 7208 §5.7).
    boolean exists(DomainName domain) throws SpfError {
        boolean found =
                !answered(domain, RecordType.A).all(DnsRecord.Address.class).isEmpty();
        if (!found) countVoid();
        return found;
    }

    /// The names the client's address points to and that point back (RFC 7208 §5.5). DNS errors only make the list
    /// shorter, and what the owner of the address does costs the domain no void lookups.
    List<DomainName> validatedNames() {
        var reverse = DomainName.ofDns(reversed(client.dotted()) + "." + client.reverseZone() + ".arpa");
        return resolver.ask(reverse, RecordType.PTR).all(DnsRecord.Name.class).stream()
                .limit(MAX_PTR)
                .map(DnsRecord.Name::target)
                .filter(name -> addressesOf(resolver.ask(name, family())).contains(client.ip()))
                .toList();
    }

    private RecordType family() {
        return client.isIp4() ? RecordType.A : RecordType.AAAA;
    }

    private Answer answered(DomainName name, RecordType type) throws SpfError {
        var answer = resolver.ask(name, type);
        if (answer instanceof Answer.Failed(String why))
            throw new SpfError(SpfVerdict.TEMPERROR, "DNS did not answer about " + name + ": " + why);
        return answer;
    }

    private void countVoid() throws SpfError {
        if (++empty > MAX_VOID) throw new SpfError(SpfVerdict.PERMERROR, "more than 2 terms look up what is not there");
    }

    private static List<InetAddress> addressesOf(Answer answer) {
        return answer.all(DnsRecord.Address.class).stream()
                .map(DnsRecord.Address::address)
                .toList();
    }

    private static String reversed(String dotted) {
        return String.join(".", List.of(dotted.split("\\.", -1)).reversed());
    }
}
