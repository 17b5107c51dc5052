package dev.pennypost.delivery;

import dev.pennypost.json.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What DNS said of a domain's mail servers when they were last asked for.
///
/// @param domain the recipient's
/// @param asked when
/// @param naming how the domain names its servers
/// @param validated whether DNSSEC vouches for that
/// @param exchanges in the order of their preference, as far as they were looked at
/// @param failure why there is no answer; null when there is one
public record DnsAnswers(
        String domain,
        Instant asked,
        Naming naming,
        boolean validated,
        List<Exchange> exchanges,
        @Nullable String failure) {
    public DnsAnswers {
        exchanges = List.copyOf(exchanges);
    }

    /// How a domain says where its mail goes.
    public enum Naming {
        /// By MX records.
        MX,
        /// It has none, and is its own server (RFC 5321 §5.1).
        IMPLICIT,
        /// By an MX record that names nobody: it takes no mail (RFC 7505 §3).
        NULL_MX,
        /// The name does not exist.
        NO_SUCH_NAME,
        /// DNS did not tell.
        UNKNOWN
    }

    /// A server and where it was found.
    ///
    /// @param addresses those that may be dialled, in the order they are tried in
    /// @param note why there is none, or not all; null when nothing is to be said
    public record Exchange(
            int preference,
            String host,
            List<String> addresses,
            @Nullable String note) {
        public Exchange {
            addresses = List.copyOf(addresses);
        }
    }

    String written() {
        return Json.write(this);
    }

    static DnsAnswers read(String json) {
        return Json.read(json, DnsAnswers.class);
    }
}
