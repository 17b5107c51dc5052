package dev.pennypost.mail.tlsrpt;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The TXT record at `_smtp._tls.<domain>` that asks for reports (RFC 8460 §3).
///
/// @param destinations `mailto:` and `https:` addresses, at least one and at most [#MOST]
public record TlsReportRecord(List<URI> destinations) {
    /// As many destinations as are written to; whoever names more is served in part.
    public static final int MOST = 10;

    private static final Pattern CLAIM = Pattern.compile("v=TLSRPTv1[ \\t]*;.*", Pattern.DOTALL);

    public TlsReportRecord {
        destinations = List.copyOf(destinations);
    }

    /// Where the record of a domain stands.
    public static DomainName nameFor(DomainName domain) {
        return domain.child("_smtp._tls");
    }

    /// The record among the TXT records found: nothing when none or several claim to be one, or it names nobody.
    public static Optional<TlsReportRecord> in(Answer answer) {
        List<String> claims = answer.all(DnsRecord.Txt.class).stream()
                .map(DnsRecord.Txt::text)
                .filter(text -> CLAIM.matcher(text).matches())
                .toList();
        return claims.size() == 1 ? read(claims.getFirst()) : Optional.empty();
    }

    private static Optional<TlsReportRecord> read(String text) {
        return Stream.of(text.split(";", -1))
                .map(String::strip)
                .filter(field -> field.startsWith("rua="))
                .findFirst()
                .map(field -> destinations(field.substring("rua=".length())))
                .filter(destinations -> !destinations.isEmpty())
                .map(TlsReportRecord::new);
    }

    /// RFC 8460 §3: commas and exclamation marks inside an address are percent-encoded.
    private static List<URI> destinations(String list) {
        return Stream.of(list.split(",", -1))
                .map(String::strip)
                .flatMap(text -> destination(text).stream())
                .limit(MOST)
                .toList();
    }

    private static Optional<URI> destination(String text) {
        try {
            var uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean mail =
                    scheme.equals("mailto") && uri.getSchemeSpecificPart().contains("@");
            boolean web = scheme.equals("https") && uri.getHost() != null;
            return mail || web ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException nonsense) {
            return Optional.empty();
        }
    }
}
