package dev.pennypost.mail.dns;

import dev.pennypost.mail.dns.DnsRecord.Caa;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What CAA says about a certificate authority that is asked for a certificate: the records at the name, or
/// else at the closest name above that has any (RFC 8659 §3). Where there are none, every authority may
/// issue.
public sealed interface CaaVerdict {
    /// The authority may issue.
    record Permitted() implements CaaVerdict {}

    /// The records found do not let it.
    record Forbidden(DomainName at, List<Caa> records) implements CaaVerdict {
        public Forbidden {
            records = List.copyOf(records);
        }

        /// The records as master files spell them, one behind the other.
        public String shown() {
            return records.stream()
                    .map(caa -> caa.flags() + " " + caa.tag() + " \"" + caa.value() + "\"")
                    .collect(Collectors.joining(" | "));
        }
    }

    /// DNS did not say, and an authority that is not told must not issue (RFC 8659 §3).
    record Unknown(DomainName at, String why) implements CaaVerdict {}

    /// Who would issue, and how.
    ///
    /// @param issuers domain names the authority goes by in `issue` properties, in lower case
    /// @param method how control of the name is proved, such as `http-01` (RFC 8657 §4)
    /// @param account the URL of our account, which `accounturi` may demand (RFC 8657 §3); null while unknown
    record Issuance(
            Set<String> issuers, String method, @Nullable String account) {
        private static final int CRITICAL = 0x80;

        public Issuance {
            issuers = Set.copyOf(issuers);
        }

        /// RFC 8659 §4.2: records without `issue` restrict nothing; §4.5: an unknown critical one forbids
        /// everything.
        boolean isPermittedBy(List<Caa> records) {
            boolean unknown = records.stream()
                    .anyMatch(caa -> (caa.flags() & CRITICAL) != 0 && !caa.tag().matches("(?i)issue|issuewild|iodef"));
            var restrictions = records.stream()
                    .filter(caa -> caa.tag().equalsIgnoreCase("issue"))
                    .toList();
            return !unknown && (restrictions.isEmpty() || restrictions.stream().anyMatch(this::isNamedBy));
        }

        /// RFC 8659 §4.2: the authority's domain name, and behind semicolons its parameters.
        private boolean isNamedBy(Caa caa) {
            List<String> parts =
                    Arrays.stream(caa.value().split(";", -1)).map(String::strip).toList();
            return issuers.contains(parts.getFirst().toLowerCase(Locale.ROOT))
                    && parts.stream().skip(1).allMatch(this::isMetBy);
        }

        /// Other parameters are between the owner and the authority.
        private boolean isMetBy(String parameter) {
            String[] pair = parameter.split("=", 2);
            if (pair.length < 2) return true;
            return switch (pair[0].strip().toLowerCase(Locale.ROOT)) {
                case "validationmethods" ->
                    Arrays.stream(pair[1].split(","))
                            .anyMatch(one -> one.strip().equals(method));
                case "accounturi" -> account == null || pair[1].strip().equals(account);
                default -> true;
            };
        }
    }

    /// Asks until a name has records.
    static CaaVerdict of(DomainName name, Issuance issuance, Resolver resolver) {
        return of(name, resolver.ask(name, RecordType.CAA), issuance, resolver);
    }

    /// The same where the answer for the name itself is known.
    static CaaVerdict of(DomainName name, Answer answer, Issuance issuance, Resolver resolver) {
        DomainName at = name;
        Answer said = answer;
        while (said.all(Caa.class).isEmpty()) {
            if (said instanceof Answer.Failed(String why)) return new Unknown(at, why);
            Optional<DomainName> above = at.parent();
            if (above.isEmpty()) return new Permitted();
            at = above.get();
            said = resolver.ask(at, RecordType.CAA);
        }
        var records = said.all(Caa.class);
        return issuance.isPermittedBy(records) ? new Permitted() : new Forbidden(at, records);
    }
}
