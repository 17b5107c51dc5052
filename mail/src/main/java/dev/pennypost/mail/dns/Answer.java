package dev.pennypost.mail.dns;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What DNS said to one question. A question that could not be answered is an answer too: mail defers on it.
public sealed interface Answer {
    /// At least one record of the type asked for, CNAMEs already followed.
    ///
    /// @param ttl how long the answer may be kept, the smallest of its records
    /// @param authenticated DNSSEC vouches for it, and for every CNAME on the way
    /// @param canonical the name that has the records, where the one asked for is an alias; null where it is
    /// not
    record Records(
            List<DnsRecord> records,
            Duration ttl,
            boolean authenticated,
            @Nullable DomainName canonical) implements Answer {
        public Records {
            records = List.copyOf(records);
        }

        public Records(List<DnsRecord> records, Duration ttl, boolean authenticated) {
            this(records, ttl, authenticated, null);
        }
    }

    /// The name exists and has no record of this type (NODATA). `negativeTtl` is unknown when no SOA came along.
    record NoData(@Nullable Duration negativeTtl) implements Answer {}

    /// The name does not exist (NXDOMAIN).
    record NoSuchName(@Nullable Duration negativeTtl) implements Answer {}

    /// Nobody could say: timeout, SERVFAIL, REFUSED, a broken message. Never proof that a record is missing.
    record Failed(String why) implements Answer {}

    /// The records of one kind, or none.
    default <T extends DnsRecord> List<T> all(Class<T> kind) {
        return this instanceof Records(var records, var _, var _, var _)
                ? records.stream().filter(kind::isInstance).map(kind::cast).toList()
                : List.of();
    }
}
