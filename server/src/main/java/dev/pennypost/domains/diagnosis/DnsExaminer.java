package dev.pennypost.domains.diagnosis;

import dev.pennypost.dns.ServerAccess;
import dev.pennypost.mail.dns.DomainName;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Examines a domain by asking every name server of its zone, then the resolver for what it may still remember, and,
/// where a record is missing, for the names it may have got to by mistake. See docs/design/diagnosis.md.
public final class DnsExaminer implements Examiner {
    private final PatientDns dns;
    private final Recursion recursion;
    private final Authority authority;
    private final ValueJudge judge;
    private final Function<List<DomainName>, Optional<String>> provider;
    private final InstantSource clock;

    /// @param registrable the name a registrar would have sold, by the public suffix list; nothing for a suffix
    /// @param provider who runs these name servers
    public DnsExaminer(
            ServerAccess access,
            Function<DomainName, Optional<DomainName>> registrable,
            Function<List<DomainName>, Optional<String>> provider,
            InstantSource clock) {
        this(access, registrable, provider, (_, planned, answer) -> RecordCheck.judge(planned, answer), clock);
    }

    DnsExaminer(
            ServerAccess access,
            Function<DomainName, Optional<DomainName>> registrable,
            Function<List<DomainName>, Optional<String>> provider,
            ValueJudge judge,
            InstantSource clock) {
        this.dns = new PatientDns(access.nameServers(), clock);
        this.recursion = new Recursion(access.resolver(), access.resolvers());
        this.authority = access.asksNameServers()
                ? new Delegations(dns, recursion, registrable, access.port())
                : new ResolverOnly(recursion, registrable);
        this.judge = judge;
        this.provider = provider;
        this.clock = clock;
    }

    @Override
    public Examination examine(Subject subject) {
        return switch (authority.of(subject.domain())) {
            case Territory.Found found ->
                new QueryPlan(subject, found, new Interview(dns, recursion, authority), recursion, judge, clock)
                        .carryOut(provider.apply(found.parentNames()).orElse(null));
            case Territory.Unregistered(var registry) -> Unplaced.unregistered(subject, registry);
            case Territory.Unknown(var why) -> Unplaced.unknown(subject, why);
        };
    }
}
