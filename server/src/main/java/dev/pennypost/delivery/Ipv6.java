package dev.pennypost.delivery;

import dev.pennypost.mail.dns.RecordType;
import java.util.List;

/// When servers are spoken to over IPv6. Receivers refuse over IPv6 who has no reverse name and no SPF record for it
/// sooner than over IPv4.
public enum Ipv6 {
    NEVER,
    /// When a server has no IPv4 address or none of them answers.
    LAST,
    /// Before IPv4: for operators whose IPv6 addresses have reverse names and SPF records.
    FIRST;

    List<RecordType> order() {
        return switch (this) {
            case NEVER -> List.of(RecordType.A);
            case LAST -> List.of(RecordType.A, RecordType.AAAA);
            case FIRST -> List.of(RecordType.AAAA, RecordType.A);
        };
    }
}
