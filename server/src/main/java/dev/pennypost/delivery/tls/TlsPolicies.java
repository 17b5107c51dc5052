package dev.pennypost.delivery.tls;

import dev.pennypost.delivery.tls.MailHost.Found;
import dev.pennypost.delivery.tls.StsSource.Standing;
import dev.pennypost.delivery.tls.TlsDecision.Speak;
import dev.pennypost.delivery.tls.TlsDecision.Trouble;
import dev.pennypost.mail.dane.TlsaRecords;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.mtasts.StsPolicy;
import dev.pennypost.mail.smtp.client.TlsDemand;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.mail.tlsrpt.ResultType;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides how a session with one mail server is encrypted: DANE before MTA-STS (RFC 8461 §2) before what the sending
/// domain demands.
final class TlsPolicies {
    private final Resolver resolver;
    private final StsSource sts;
    private final boolean enforcedVerifies;
    private final InstantSource clock;

    /// @param enforcedVerifies whether a sending domain that enforces TLS has certificates verified too
    TlsPolicies(Resolver resolver, StsSource sts, boolean enforcedVerifies, InstantSource clock) {
        this.resolver = resolver;
        this.sts = sts;
        this.enforcedVerifies = enforcedVerifies;
        this.clock = clock;
    }

    TlsDecision decide(MailHost host, TlsWish wish) {
        TlsMode own = own(wish);
        // RFC 8460 §3: such a session is not told of either, so it has no policy.
        if (host.found() == Found.BY_OPERATOR || own == TlsMode.NONE || own == TlsMode.RELAXED)
            return new Speak(TlsDemand.of(own), null, words(own), null, Optional.empty());
        return name(host)
                .<TlsDecision>flatMap(name -> byDane(host, name, wish.domain(), own))
                .orElseGet(() -> bySts(host, wish.domain(), own));
    }

    /// Who turns mail in the clear away is not even offered it.
    private TlsMode own(TlsWish wish) {
        return switch (wish.own()) {
            case OPPORTUNISTIC -> wish.serverInsists() ? TlsMode.REQUIRED : TlsMode.OPPORTUNISTIC;
            case REQUIRED -> enforcedVerifies ? TlsMode.REQUIRED_VERIFIED : TlsMode.REQUIRED;
            case NONE, RELAXED, REQUIRED_VERIFIED -> wish.own();
        };
    }

    private static Optional<DomainName> name(MailHost host) {
        try {
            return Optional.of(DomainName.ofDns(host.name()));
        } catch (BadDomainName bad) {
            return Optional.empty();
        }
    }

    /// The outcomes of RFC 7672 §2.1 and §2.2. Nothing when DANE does not speak of this server: the way to it was not
    /// validated, or it has no records in a validated answer.
    private Optional<TlsDecision> byDane(MailHost host, DomainName name, DomainName domain, TlsMode own) {
        if (host.found() != Found.BY_VALIDATED_DNS) return Optional.empty();
        for (DomainName base : bases(host, name)) {
            switch (tlsa(base, host.target().address().getPort())) {
                case Answer.Failed _ -> {
                    return Optional.of(unknown(base));
                }
                case Answer.Records found
                when found.authenticated() -> {
                    return Optional.of(byRecords(found, base, references(base, name, domain), own));
                }
                case Answer.Records _, Answer.NoData _, Answer.NoSuchName _ -> {}
            }
        }
        return Optional.empty();
    }

    /// Where the records may stand, the first that has any counts: RFC 7672 §2.2.3 looks at what an alias
    /// stands for before the alias.
    private static List<DomainName> bases(MailHost host, DomainName name) {
        return host.canonical() == null ? List.of(name) : List.of(host.canonical(), name);
    }

    /// The names a certificate may be made out to (RFC 7672 §3.2.2).
    private static List<DomainName> references(DomainName base, DomainName host, DomainName domain) {
        return Stream.of(base, host, domain).distinct().toList();
    }

    private Answer tlsa(DomainName host, int port) {
        try {
            return resolver.ask(TlsaRecords.nameFor(host, port), RecordType.TLSA);
        } catch (BadDomainName tooLong) {
            return new Answer.NoSuchName(null);
        }
    }

    private TlsDecision byRecords(Answer.Records found, DomainName host, List<DomainName> references, TlsMode own) {
        List<DnsRecord.Tlsa> published = found.all(DnsRecord.Tlsa.class);
        var usable = TlsaRecords.usableOf(published);
        if (usable.isEmpty()) return unusable(new TlsaRecords(published), host, own);
        var demand = new TlsDemand.Dane(usable, references, clock.instant());
        return new Speak(demand, AppliedPolicy.of(host, usable), "dane", null, Optional.empty());
    }

    /// RFC 7672 §2.2: with nothing but records that cannot be used, TLS is a must and its certificate is not looked at.
    private static TlsDecision unusable(TlsaRecords published, DomainName host, TlsMode own) {
        TlsMode mode = own == TlsMode.REQUIRED_VERIFIED ? own : TlsMode.REQUIRED;
        var trouble = new Trouble(AppliedPolicy.of(host, published), host.ascii(), ResultType.TLSA_INVALID, "");
        return new Speak(
                TlsDemand.of(mode), null, "dane without usable records, " + words(mode), null, Optional.of(trouble));
    }

    /// RFC 7672 §2.1.2: whoever can break the question could otherwise take the protection away.
    private static TlsDecision unknown(DomainName host) {
        var policy = AppliedPolicy.of(host, new TlsaRecords(List.of()));
        return new TlsDecision.Barred(
                Bar.TLSA_UNKNOWN,
                "dane records unknown",
                new Trouble(policy, host.ascii(), ResultType.DNSSEC_INVALID, ""));
    }

    private TlsDecision bySts(MailHost host, DomainName domain, TlsMode own) {
        Standing standing = sts.of(domain);
        Optional<Trouble> trouble =
                standing.trouble().map(result -> new Trouble(AppliedPolicy.missing(domain), "", result, ""));
        StsPolicy policy = standing.policy().orElse(null);
        if (policy == null || policy.mode() == StsPolicy.Mode.NONE)
            return withoutPolicy(domain, own).with(trouble);
        return name(host).filter(policy::permits).isPresent()
                ? named(policy, domain, own).with(trouble)
                : notNamed(policy, host, domain, own);
    }

    /// RFC 8461 §4.2. In testing a failure is only told, and the session is what it would have been without.
    private static Speak named(StsPolicy policy, DomainName domain, TlsMode own) {
        TlsDemand otherwise = policy.mode() == StsPolicy.Mode.ENFORCE
                ? null
                : withoutPolicy(domain, own).demand();
        return new Speak(
                new TlsDemand.WebPki(), AppliedPolicy.of(domain, policy), words(policy), otherwise, Optional.empty());
    }

    private static TlsDecision notNamed(StsPolicy policy, MailHost host, DomainName domain, TlsMode own) {
        String words = words(policy) + " does not name it";
        var trouble = new Trouble(
                AppliedPolicy.of(domain, policy), host.name(), ResultType.VALIDATION_FAILURE, "sts-mx-mismatch");
        if (policy.mode() == StsPolicy.Mode.ENFORCE) return new TlsDecision.Barred(Bar.NOT_IN_POLICY, words, trouble);
        Speak without = withoutPolicy(domain, own);
        return new Speak(without.demand(), null, words + ", " + without.words(), null, Optional.of(trouble));
    }

    private static Speak withoutPolicy(DomainName domain, TlsMode own) {
        return new Speak(TlsDemand.of(own), AppliedPolicy.none(domain), words(own), null, Optional.empty());
    }

    private static String words(StsPolicy policy) {
        return "sts " + policy.mode().name().toLowerCase(Locale.ROOT);
    }

    private static String words(TlsMode mode) {
        return switch (mode) {
            case NONE -> "none";
            case RELAXED -> "relaxed";
            case OPPORTUNISTIC -> "opportunistic";
            case REQUIRED -> "required";
            case REQUIRED_VERIFIED -> "required and verified";
        };
    }
}
