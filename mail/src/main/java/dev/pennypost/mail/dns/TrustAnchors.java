package dev.pennypost.mail.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// The keys that validation with DNSSEC begins with (RFC 4033 §2): DS or DNSKEY records as a master file
/// writes them.
public final class TrustAnchors {
    private final String text;

    private TrustAnchors(String text) {
        this.text = text;
    }

    /// Those of the root zone that IANA has published. A change of the root's keys is announced years ahead.
    public static TrustAnchors iana() {
        try (InputStream file = TrustAnchors.class.getResourceAsStream("root-anchors.ds")) {
            return parse(new String(
                    Objects.requireNonNull(file, "root-anchors.ds").readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// @throws IllegalArgumentException when there is no DS or DNSKEY record, or anything that is no record
    public static TrustAnchors parse(String text) {
        boolean any = false;
        try (var file = new Master(stream(text), Name.root, 0)) {
            for (Record record = file.nextRecord(); record != null; record = file.nextRecord())
                any |= record.getType() == Type.DS || record.getType() == Type.DNSKEY;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("not a master file: " + unreadable.getMessage(), unreadable);
        }
        if (!any) throw new IllegalArgumentException("no DS or DNSKEY record");
        return new TrustAnchors(text);
    }

    /// As a master file writes them.
    @Override
    public String toString() {
        return text;
    }

    InputStream stream() {
        return stream(text);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
