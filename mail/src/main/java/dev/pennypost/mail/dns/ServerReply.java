package dev.pennypost.mail.dns;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What became of a question to one server.
public sealed interface ServerReply {
    /// Nothing that could be read came back.
    ///
    /// @param why in a few words, such as `no answer within 2000 ms`
    record Silence(Reason reason, String why) implements ServerReply {}

    /// Why there is no response.
    enum Reason {
        /// Nothing came in time.
        TIMEOUT,
        /// The host is there and runs no DNS server.
        CLOSED,
        /// No way leads from this machine to the address: says nothing about the server.
        UNREACHABLE,
        /// We do not ask such addresses.
        FORBIDDEN,
        /// What came cannot be read.
        GARBLED
    }

    /// A whole response. Records of types that mail does not read, and names that are not printable, are left out.
    ///
    /// @param authoritative the server has authority over the name asked for (AA)
    /// @param authenticated the server vouches for DNSSEC (AD)
    /// @param errors why it could not do better (RFC 8914), where it says
    record Response(
            ResponseCode code,
            boolean authoritative,
            boolean authenticated,
            List<ZoneRecord> answers,
            List<ZoneRecord> authority,
            List<ZoneRecord> additional,
            List<ExtendedError> errors)
            implements ServerReply {
        public Response {
            answers = List.copyOf(answers);
            authority = List.copyOf(authority);
            additional = List.copyOf(additional);
            errors = List.copyOf(errors);
        }

        /// RFC 2308 §2.2: NODATA and a referral look alike, only the second brings NS records and no SOA.
        public boolean isReferral() {
            return code == ResponseCode.NOERROR
                    && !authoritative
                    && answers.isEmpty()
                    && has(RecordType.NS)
                    && !has(RecordType.SOA);
        }

        /// Where the CNAMEs of the answer lead; the name itself when it has none, or when they run in a circle.
        public DomainName endOf(DomainName name) {
            Set<DomainName> seen = new HashSet<>();
            DomainName at = name;
            for (var next = target(at); next.isPresent(); next = target(at)) {
                if (!seen.add(at)) return name;
                at = next.get();
            }
            return at;
        }

        /// The response as an answer to the question it was given to. CNAMEs are followed as far as the response
        /// goes; one that leads further is NODATA without a TTL.
        public Answer to(DomainName name, RecordType type) {
            if (code != ResponseCode.NOERROR && code != ResponseCode.NXDOMAIN)
                return new Answer.Failed(code == ResponseCode.OTHER ? "an unusual response code" : code.name());
            if (isReferral()) return new Answer.Failed("referred us elsewhere instead of answering");
            DomainName end = type == RecordType.CNAME ? name : endOf(name);
            // RFC 6604 §3: the code speaks of the last name of the chain.
            if (code == ResponseCode.NXDOMAIN) return new Answer.NoSuchName(negativeTtl());
            List<ZoneRecord> found = at(end, type).toList();
            if (found.isEmpty()) return new Answer.NoData(negativeTtl());
            return new Answer.Records(found.stream().map(ZoneRecord::data).toList(), smallestTtl(found), authenticated);
        }

        /// The SOA that came with a negative answer, or as one.
        public Optional<ZoneRecord> soa() {
            return Stream.concat(answers.stream(), authority.stream())
                    .filter(record -> record.data() instanceof DnsRecord.Soa)
                    .findFirst();
        }

        /// RFC 2308 §5: the smaller of the SOA's own TTL and its minimum field.
        private @Nullable Duration negativeTtl() {
            return authority.stream()
                    .filter(record -> record.data() instanceof DnsRecord.Soa)
                    .map(record -> smaller(record.ttl(), Duration.ofSeconds(((DnsRecord.Soa) record.data()).minimum())))
                    .findFirst()
                    .orElse(null);
        }

        private Duration smallestTtl(List<ZoneRecord> found) {
            return Stream.concat(
                            found.stream(),
                            answers.stream().filter(record -> record.data().type() == RecordType.CNAME))
                    .map(ZoneRecord::ttl)
                    .reduce(Response::smaller)
                    .orElse(Duration.ZERO);
        }

        private Optional<DomainName> target(DomainName name) {
            return at(name, RecordType.CNAME)
                    .map(record -> ((DnsRecord.Name) record.data()).target())
                    .findFirst();
        }

        private Stream<ZoneRecord> at(DomainName name, RecordType type) {
            return answers.stream()
                    .filter(record ->
                            record.data().type() == type && record.owner().equals(name));
        }

        private boolean has(RecordType type) {
            return authority.stream().anyMatch(record -> record.data().type() == type);
        }

        private static Duration smaller(Duration a, Duration b) {
            return a.compareTo(b) < 0 ? a : b;
        }
    }
}
