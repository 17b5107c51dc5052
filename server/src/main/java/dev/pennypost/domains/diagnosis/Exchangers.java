package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DnsRecord.Mx;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import java.util.List;
import java.util.stream.Collectors;

/// What is common to all MX records that should name us.
record Exchangers(PlannedRecord planned, Resolver resolver) {
    boolean areAllOurs(List<Mx> served) {
        return !served.isEmpty() && served.stream().allMatch(this::isOurs);
    }

    boolean haveOurs(List<Mx> served) {
        return served.stream().anyMatch(this::isOurs);
    }

    /// Ours by name, or by an alias: RFC 5321 §5.1 forbids that, and mail arrives all the same.
    boolean isOurs(Mx mx) {
        return target().isOurs(mx.exchange()) || isAlias(mx);
    }

    private boolean isAlias(Mx mx) {
        if (target().isOurs(mx.exchange()) || Target.isAddress(mx.exchange())) return false;
        try {
            return resolver.ask(DomainName.ofDns(mx.exchange()), RecordType.CNAME).all(DnsRecord.Name.class).stream()
                    .anyMatch(name -> target().isOurs(name.target().ascii()));
        } catch (BadDomainName nobodysName) {
            return false;
        }
    }

    List<Finding> aliases(List<Mx> served) {
        return served.stream()
                .filter(this::isAlias)
                .map(mx -> alias(mx, served))
                .toList();
    }

    private Finding alias(Mx mx, List<Mx> served) {
        return Finding.warning(
                Code.MX_TARGET_CNAME,
                "`" + mx.exchange() + "` is only an alias of our host, which some senders do not follow.",
                "Change the target to `" + planned.value() + "`.",
                planned.value(),
                shown(served));
    }

    Finding notOurs(List<Mx> served) {
        Mx first = served.getFirst();
        if (first.exchange().isEmpty()) return noMail(served);
        if (Target.isAddress(first.exchange())) return address(served);
        return served.stream()
                .flatMap(mx -> target().mistake(mx.exchange(), shown(served)).stream())
                .findFirst()
                .orElseGet(() -> error(
                        Code.INVALID_VALUE,
                        "The MX record names another mail exchanger, `" + first.exchange() + "`.",
                        "Change its target to `" + planned.value() + "`.",
                        served));
    }

    private Finding noMail(List<Mx> served) {
        return error(
                Code.MX_NULL,
                "The MX record says that no mail is accepted at `" + planned.name() + "`.",
                "Replace its target by `" + planned.value() + "`.",
                served);
    }

    private Finding address(List<Mx> served) {
        return error(
                Code.MX_TARGET_IP,
                "The MX record holds an IP address, and only host names are allowed there.",
                "Change its target to `" + planned.value() + "`.",
                served);
    }

    Finding error(Code code, String message, String fix, List<Mx> served) {
        return Finding.error(code, message, fix, planned.value(), shown(served));
    }

    static String shown(List<Mx> served) {
        return served.stream()
                .map(mx -> mx.preference() + " " + (mx.exchange().isEmpty() ? "." : mx.exchange()))
                .collect(Collectors.joining(", "));
    }

    private Target target() {
        return new Target(planned);
    }
}
