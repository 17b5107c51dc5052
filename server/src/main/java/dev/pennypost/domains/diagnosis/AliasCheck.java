package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Judges a CNAME that should lead to a host of ours, by whatever way: for links the addresses behind it are enough,
/// for keys and return paths it must be a CNAME.
record AliasCheck(PlannedRecord planned, Resolver resolver) {
    private static final int MOST_HOPS = 8;

    RecordReport judge(List<DnsRecord.Name> served) {
        var targets = served.stream().map(name -> name.target()).toList();
        if (targets.stream().anyMatch(this::leadsToUs)) return RecordReport.right(planned, List.of());
        String shown = targets.stream().map(DomainName::ascii).collect(Collectors.joining(", "));
        return RecordReport.wrong(
                planned,
                targets.stream()
                        .flatMap(target -> target().mistake(target.ascii(), shown).stream())
                        .findFirst()
                        .orElseGet(() -> other(shown)));
    }

    /// Where there is no CNAME, there may be what a DNS host made of one.
    Optional<RecordReport> withoutCname() {
        Set<InetAddress> there = addresses(planned.name());
        if (there.isEmpty()) return Optional.empty();
        String shown = there.stream().map(InetAddress::getHostAddress).sorted().collect(Collectors.joining(", "));
        if (there.stream().anyMatch(Cloudflare::isProxy))
            return Optional.of(RecordReport.wrong(planned, proxied(shown)));
        Optional<DomainName> ours = name(planned.value());
        if (ours.isEmpty() || !addresses(ours.get()).containsAll(there)) return Optional.empty();
        return Optional.of(
                planned.purpose() == Purpose.TRACKING
                        ? RecordReport.right(planned, List.of(flattenedLink(shown)))
                        : RecordReport.wrong(planned, flattened(shown)));
    }

    private boolean leadsToUs(DomainName first) {
        DomainName at = first;
        for (int hop = 0; hop < MOST_HOPS; hop++) {
            if (target().isOurs(at.ascii())) return true;
            var next = resolver.ask(at, RecordType.CNAME).all(DnsRecord.Name.class);
            if (next.isEmpty()) return false;
            at = next.getFirst().target();
        }
        return false;
    }

    private Set<InetAddress> addresses(DomainName name) {
        var addresses = new HashSet<InetAddress>();
        Stream.of(RecordType.A, RecordType.AAAA)
                .map(type -> resolver.ask(name, type))
                .map((Answer answer) -> answer.all(DnsRecord.Address.class))
                .forEach(found -> found.forEach(record -> addresses.add(record.address())));
        return addresses;
    }

    private static Optional<DomainName> name(String text) {
        try {
            return Optional.of(DomainName.ofDns(text));
        } catch (BadDomainName nobodysName) {
            return Optional.empty();
        }
    }

    private Finding other(String shown) {
        return error(
                Code.INVALID_VALUE,
                "The CNAME record leads to `" + shown + "` and not to us.",
                "Change its target to `" + planned.value() + "`.",
                shown);
    }

    private Finding proxied(String shown) {
        return error(
                Code.CNAME_PROXIED,
                "Cloudflare answers with its proxy instead of the CNAME, so it does not lead to us.",
                "In Cloudflare's DNS settings, switch this record to `DNS only` (the cloud turns grey).",
                shown);
    }

    private Finding flattened(String shown) {
        return error(
                Code.CNAME_FLATTENED,
                "Your DNS host answers with addresses instead of the CNAME; they say nothing about mail.",
                "Switch off flattening (also called ANAME or ALIAS) for `" + planned.name() + "`.",
                shown);
    }

    private Finding flattenedLink(String shown) {
        return Finding.info(
                Code.CNAME_FLATTENED,
                "Your DNS host answers with our addresses instead of the CNAME; that works as long as they stay the"
                        + " same.",
                "",
                planned.value(),
                shown);
    }

    private Finding error(Code code, String message, String fix, String shown) {
        return Finding.error(code, message, fix, planned.value(), shown);
    }

    private Target target() {
        return new Target(planned);
    }
}
