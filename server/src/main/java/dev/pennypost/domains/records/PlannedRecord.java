package dev.pennypost.domains.records;

import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// A DNS record that a domain needs: its owner is asked to publish it, or we do.
///
/// @param name where it belongs, in full
/// @param value the data in presentation format, without quotes and without a dot behind host names
/// @param priority the preference of an MX record; null for other types
/// @param managed whether it is ours to publish, because the owner's own records lead into our zone
public record PlannedRecord(
        Purpose purpose,
        RecordType type,
        DomainName name,
        String value,
        @Nullable Integer priority,
        boolean managed) {
    /// What people type for the zone's own name.
    public static final String APEX = "@";

    /// A record without a priority.
    public PlannedRecord(Purpose purpose, RecordType type, DomainName name, String value) {
        this(purpose, type, name, value, null);
    }

    /// A record for the owner to publish.
    public PlannedRecord(Purpose purpose, RecordType type, DomainName name, String value, @Nullable Integer priority) {
        this(purpose, type, name, value, priority, false);
    }

    /// The same record, ours to publish.
    public PlannedRecord managedByUs() {
        return new PlannedRecord(purpose, type, name, value, priority, true);
    }

    /// The name as the panel of a DNS host wants it: without the zone's.
    ///
    /// @param zone the zone that holds the record; a name outside of it is shown in full
    public String host(DomainName zone) {
        if (name.equals(zone)) return APEX;
        String suffix = "." + zone.ascii();
        String ascii = name.ascii();
        return ascii.endsWith(suffix) ? ascii.substring(0, ascii.length() - suffix.length()) : ascii;
    }

    /// The data as it travels over DNS.
    ///
    /// @throws IllegalArgumentException when the value is none of the type
    public DnsRecord data() {
        return switch (type) {
            case MX -> new DnsRecord.Mx(priority == null ? 0 : priority, value);
            case TXT -> new DnsRecord.Txt(value);
            case CNAME, NS, PTR -> new DnsRecord.Name(type, DomainName.ofDns(value));
            case A, AAAA -> new DnsRecord.Address(InetAddress.ofLiteral(value));
            case CAA -> caa();
            case SOA, TLSA, SPF -> throw new IllegalArgumentException("no plan has " + type);
        };
    }

    /// RFC 8659 §4.1.1: flags, tag and the value in quotes.
    private DnsRecord caa() {
        String[] parts = value.split(" ", 3);
        if (parts.length != 3) throw new IllegalArgumentException("not a CAA record: " + value);
        return new DnsRecord.Caa(Integer.parseInt(parts[0]), parts[1], parts[2].replace("\"", ""));
    }
}
