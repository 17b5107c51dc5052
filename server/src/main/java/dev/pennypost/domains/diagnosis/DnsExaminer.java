package dev.pennypost.domains.diagnosis;

import dev.pennypost.dns.ServerAccess;
import dev.pennypost.mail.dns.CachingResolver;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Examines a domain by asking every name server of its zone, then the resolver for what it may still remember, and,
/// where a record is missing, for the names it may have got to by mistake. See docs/design/diagnosis.md.
public final class DnsExaminer implements Examiner {
    /// What records refer to is the same for many domains.
    private static final CachingResolver.Limits MOMENTS = new CachingResolver.Limits(
            Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(2), 20_000);

    private final PatientDns dns;
    private final Recursion recursion;
    private final Authority authority;
    private final Resolver others;
    private final Function<DomainName, Optional<DomainName>> registrable;
    private final Function<List<DomainName>, Optional<String>> provider;
    private final List<InetAddress> sendingAddresses;
    private final InstantSource clock;

    /// @param registrable the name a registrar would have sold, by the public suffix list; nothing for a suffix
    /// @param provider who runs these name servers
    public DnsExaminer(
            ServerAccess access,
            Function<DomainName, Optional<DomainName>> registrable,
            Function<List<DomainName>, Optional<String>> provider,
            InstantSource clock) {
        this(access, registrable, provider, List.of(), clock);
    }

    /// @param sendingAddresses addresses the operator sends from, see [RecordCheck]
    public DnsExaminer(
            ServerAccess access,
            Function<DomainName, Optional<DomainName>> registrable,
            Function<List<DomainName>, Optional<String>> provider,
            List<InetAddress> sendingAddresses,
            InstantSource clock) {
        this.dns = new PatientDns(access.nameServers(), clock);
        this.recursion = new Recursion(access.resolver(), access.resolvers());
        this.authority = access.asksNameServers()
                ? new Delegations(dns, recursion, registrable, access.port())
                : new ResolverOnly(recursion, registrable);
        this.others = new CachingResolver(recursion::answer, clock, MOMENTS);
        this.registrable = registrable;
        this.provider = provider;
        this.sendingAddresses = List.copyOf(sendingAddresses);
        this.clock = clock;
    }

    @Override
    public Examination examine(Subject subject) {
        return switch (authority.of(subject.domain())) {
            case Territory.Found found ->
                new QueryPlan(
                                subject,
                                found,
                                new Interview(dns, recursion, authority),
                                recursion,
                                judge(subject.domain()),
                                clock)
                        .carryOut(provider.apply(found.parentNames()).orElse(null));
            case Territory.Unregistered(var registry) -> Unplaced.unregistered(subject, registry);
            case Territory.Unknown(var why) -> Unplaced.unknown(subject, why);
        };
    }

    private ValueJudge judge(DomainName domain) {
        DomainName own = registrable.apply(domain).orElse(domain);
        var surroundings = new OwnZoneFirst(own, authority, dns, recursion, others);
        return new RecordCheck(surroundings, sendingAddresses, registrable, clock);
    }
}
