package dev.pennypost.mail.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SPFRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Our values and dnsjava's, one turned into the other. What we cannot represent (a name with octets that are not
/// printable, a type mail does not read) comes out as nothing.
final class Wire {
    private static final int MAX_CHARACTER_STRING = 255;
    private static final HexFormat HEX = HexFormat.of();

    private Wire() {}

    static int type(RecordType type) {
        return Type.value(type.name());
    }

    /// Goes through the wire form, because in dnsjava's text form `@`, `\` and `"` mean something.
    static Name name(DomainName name) {
        var wire = new ByteArrayOutputStream(name.ascii().length() + 2);
        for (String label : name.labels()) {
            wire.write(label.length());
            wire.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        wire.write(0);
        try {
            return new Name(wire.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static Optional<DomainName> domain(Name name) {
        var text = new StringBuilder();
        for (int i = 0; i < name.labels() - 1; i++) {
            byte[] label = name.getLabel(i); // length octet first
            for (int k = 1; k < label.length; k++) {
                if (label[k] <= ' ' || label[k] > '~' || label[k] == '.') return Optional.empty();
                text.append((char) label[k]);
            }
            text.append('.');
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(DomainName.ofDns(text.toString()));
    }

    static Optional<DnsRecord> read(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(address(a.getAddress()));
            case AAAARecord aaaa -> Optional.of(address(aaaa.getAddress()));
            case MXRecord mx -> Optional.of(new DnsRecord.Mx(mx.getPriority(), text(mx.getTarget())));
            case TXTRecord txt -> Optional.of(new DnsRecord.Txt(joined(txt.getStringsAsByteArrays())));
            case SPFRecord spf -> Optional.of(new DnsRecord.Spf(joined(spf.getStringsAsByteArrays())));
            case CNAMERecord cname -> named(RecordType.CNAME, cname.getTarget());
            case NSRecord ns -> named(RecordType.NS, ns.getTarget());
            case PTRRecord ptr -> named(RecordType.PTR, ptr.getTarget());
            case SOARecord soa ->
                domain(soa.getHost()).map(host -> new DnsRecord.Soa(host, soa.getSerial(), soa.getMinimum()));
            case TLSARecord tlsa ->
                Optional.of(new DnsRecord.Tlsa(
                        tlsa.getCertificateUsage(),
                        tlsa.getSelector(),
                        tlsa.getMatchingType(),
                        HEX.formatHex(tlsa.getCertificateAssociationData())));
            case CAARecord caa ->
                Optional.of(new DnsRecord.Caa(caa.getFlags(), caa.getTag(), latin1(caa.getValueAsByteArray())));
            default -> Optional.empty();
        };
    }

    /// @throws IllegalArgumentException when a text has a character beyond one octet, or a value does not fit
    static Record write(Name owner, long ttl, DnsRecord data) {
        return switch (data) {
            case DnsRecord.Address(var address) -> address(owner, ttl, address);
            case DnsRecord.Mx(var preference, var exchange) ->
                new MXRecord(owner, DClass.IN, ttl, preference, absolute(exchange));
            case DnsRecord.Txt(var text) -> Record.newRecord(owner, Type.TXT, DClass.IN, ttl, characterStrings(text));
            case DnsRecord.Spf(var text) -> Record.newRecord(owner, Type.SPF, DClass.IN, ttl, characterStrings(text));
            case DnsRecord.Name(var type, var target) -> pointer(owner, ttl, type, name(target));
            case DnsRecord.Soa(var primary, var serial, var minimum) -> soa(owner, ttl, name(primary), serial, minimum);
            case DnsRecord.Tlsa(var usage, var selector, var matching, var association) ->
                new TLSARecord(owner, DClass.IN, ttl, usage, selector, matching, HEX.parseHex(association));
            case DnsRecord.Caa(var flags, var tag, var value) -> caa(owner, ttl, flags, tag, value);
        };
    }

    /// RFC 2308 §3 and §4 ask for nothing but `minimum`; the other timers are for secondaries.
    static SOARecord soa(Name zone, long ttl, Name primary, long serial, long minimum) {
        Name contact = Name.fromConstantString("hostmaster.invalid.");
        return new SOARecord(zone, DClass.IN, ttl, primary, contact, serial, 3600, 600, 604_800, minimum);
    }

    static Record withOwner(Record record, Name owner) {
        return Record.newRecord(
                owner, record.getType(), record.getDClass(), record.getTTL(), record.rdataToWireCanonical());
    }

    static Record withTtl(Record record, long ttl) {
        return Record.newRecord(
                record.getName(), record.getType(), record.getDClass(), ttl, record.rdataToWireCanonical());
    }

    /// dnsjava's addresses carry the owner as their host name, with a trailing dot.
    private static DnsRecord.Address address(InetAddress address) {
        try {
            return new DnsRecord.Address(InetAddress.getByAddress(address.getAddress()));
        } catch (UnknownHostException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Optional<DnsRecord> named(RecordType type, Name target) {
        return domain(target).map(name -> new DnsRecord.Name(type, name));
    }

    private static String text(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true); // RFC 7505: the root is "no host"
    }

    /// The text form of TXTRecord is escaped, so the octets are joined here (RFC 7208 §3.3).
    private static String joined(List<byte[]> strings) {
        var text = new StringBuilder();
        for (byte[] part : strings) text.append(latin1(part));
        return text.toString();
    }

    private static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static Record address(Name owner, long ttl, InetAddress address) {
        return address instanceof Inet4Address
                ? new ARecord(owner, DClass.IN, ttl, address)
                : new AAAARecord(owner, DClass.IN, ttl, address);
    }

    private static Record pointer(Name owner, long ttl, RecordType type, Name target) {
        return switch (type) {
            case CNAME -> new CNAMERecord(owner, DClass.IN, ttl, target);
            case NS -> new NSRecord(owner, DClass.IN, ttl, target);
            case PTR -> new PTRRecord(owner, DClass.IN, ttl, target);
            case A, AAAA, MX, SOA, TXT, TLSA, CAA, SPF ->
                throw new IllegalArgumentException("data of " + type + " is not one name");
        };
    }

    /// Through the wire form, so that nothing in the value is taken for an escape (RFC 8659 §4.1).
    private static Record caa(Name owner, long ttl, int flags, String tag, String value) {
        var data = new ByteArrayOutputStream();
        data.write(flags);
        data.write(tag.length());
        data.writeBytes(octets(tag));
        data.writeBytes(octets(value));
        return Record.newRecord(owner, Type.CAA, DClass.IN, ttl, data.toByteArray());
    }

    private static Name absolute(String exchange) {
        try {
            return exchange.isEmpty() ? Name.root : Name.fromString(exchange, Name.root);
        } catch (TextParseException bad) {
            throw new IllegalArgumentException("`" + exchange + "` is not a host name: " + bad.getMessage(), bad);
        }
    }

    /// RFC 1035 §3.3.14: a character-string holds 255 octets, longer text goes into several.
    private static byte[] characterStrings(String text) {
        byte[] octets = octets(text);
        var data = new ByteArrayOutputStream(octets.length + 8);
        int at = 0;
        do {
            int length = Math.min(MAX_CHARACTER_STRING, octets.length - at);
            data.write(length);
            data.write(octets, at, length);
            at += length;
        } while (at < octets.length);
        return data.toByteArray();
    }

    private static byte[] octets(String text) {
        if (text.chars().anyMatch(c -> c > 0xff))
            throw new IllegalArgumentException("`" + text + "` has a character that is not one octet");
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static List<DnsRecord> readAll(List<Record> records) {
        return records.stream().map(Wire::read).flatMap(Optional::stream).toList();
    }
}
