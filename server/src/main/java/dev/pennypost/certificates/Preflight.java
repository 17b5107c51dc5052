package dev.pennypost.certificates;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.CaaVerdict;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Looks up what the authority will look up, because orders in vain count against us there.
final class Preflight {
    private final Resolver resolver;
    private final CertificatesConfig config;

    /// @param resolver one that asks anew every time: owners repair what they were told a minute ago
    Preflight(Resolver resolver, CertificatesConfig config) {
        this.resolver = resolver;
        this.config = config;
    }

    /// What would keep the authority from issuing.
    ///
    /// @param account the URL of our account there
    Optional<CertificateProblem> problem(DomainName host, String account) {
        return address(host).or(() -> caa(host, account));
    }

    private Optional<CertificateProblem> address(DomainName host) {
        Answer four = resolver.ask(host, RecordType.A);
        if (!four.all(DnsRecord.Address.class).isEmpty()) return Optional.empty();
        Answer six = resolver.ask(host, RecordType.AAAA);
        if (!six.all(DnsRecord.Address.class).isEmpty()) return Optional.empty();
        for (Answer answer : List.of(four, six))
            if (answer instanceof Answer.Failed(String why))
                return Optional.of(new CertificateProblem.Dns("DNS does not answer for " + host + ": " + why));
        return Optional.of(new CertificateProblem.Dns("DNS has no address for " + host));
    }

    private Optional<CertificateProblem> caa(DomainName host, String account) {
        var names = config.caaNames().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return switch (CaaVerdict.of(host, new CaaVerdict.Issuance(names, "http-01", account), resolver)) {
            case CaaVerdict.Permitted() -> Optional.empty();
            case CaaVerdict.Unknown(var at, var why) ->
                Optional.of(
                        new CertificateProblem.Dns("DNS does not answer for the CAA records at " + at + ": " + why));
            case CaaVerdict.Forbidden forbidden ->
                Optional.of(new CertificateProblem.CaaForbids("the CAA records at " + forbidden.at() + " do not let "
                        + String.join(", ", config.caaNames()) + " issue: " + forbidden.shown()));
        };
    }
}
