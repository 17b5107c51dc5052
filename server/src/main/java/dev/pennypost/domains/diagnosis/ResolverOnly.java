package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.NameServer.Listing;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Question.Manner;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.ResponseCode;
import dev.pennypost.mail.dns.ServerReply.Response;
import dev.pennypost.mail.dns.ServerReply.Silence;
import dev.pennypost.mail.dns.ZoneRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// For networks that let nobody but the resolver through: it stands in for every name server. What differs between
/// servers, and what caches hold, cannot be seen then.
record ResolverOnly(Recursion recursion, Function<DomainName, Optional<DomainName>> registrable) implements Authority {
    private static final DomainName RESOLVER = new DomainName("resolver");

    @Override
    public Territory of(DomainName domain) {
        return switch (recursion.ask(domain, RecordType.SOA, Manner.RECURSIVE)) {
            case Silence(var _, var why) -> new Territory.Unknown(why);
            case Response said -> territory(domain, said);
        };
    }

    private Territory territory(DomainName domain, Response said) {
        if (said.code() != ResponseCode.NOERROR && said.code() != ResponseCode.NXDOMAIN)
            return new Territory.Unknown("the resolver said " + said.code());
        Optional<DomainName> sold = registrable.apply(domain);
        DomainName zone = said.soa()
                .map(ZoneRecord::owner)
                .filter(domain::isAtOrBelow)
                .or(() -> sold)
                .orElse(domain);
        boolean registry = sold.isPresent() && !zone.isAtOrBelow(sold.get());
        if (registry && said.code() == ResponseCode.NXDOMAIN) return new Territory.Unregistered(zone);
        return found(zone);
    }

    private Territory found(DomainName zone) {
        var names = recursion.answer(zone, RecordType.NS).all(DnsRecord.Name.class).stream()
                .map(DnsRecord.Name::target)
                .sorted()
                .toList();
        var resolver = new NameServer(RESOLVER, recursion.resolvers().getFirst(), Listing.BOTH, Manner.RECURSIVE, null);
        return new Territory.Found(zone, List.of(resolver), names, names, List.of());
    }
}
