package dev.pennypost.mail.mtasts;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The TXT record at `_mta-sts.<domain>` that says there is a policy (RFC 8461 §3.1).
///
/// @param id changes whenever the policy does; 1 to 32 letters and digits
public record StsRecord(String id) {
    private static final Pattern CLAIM = Pattern.compile("v=STSv1[ \\t]*;.*", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("id=([A-Za-z0-9]{1,32})");

    /// Where the record of a domain stands.
    public static DomainName nameFor(DomainName domain) {
        return domain.child("_mta-sts");
    }

    /// The record among the TXT records found: nothing when none or several claim to be one, or it cannot be read.
    public static Optional<StsRecord> in(Answer answer) {
        List<String> claims = answer.all(DnsRecord.Txt.class).stream()
                .map(DnsRecord.Txt::text)
                .filter(text -> CLAIM.matcher(text).matches())
                .toList();
        return claims.size() == 1 ? read(claims.getFirst()) : Optional.empty();
    }

    /// The first `id` counts; fields that are not known are passed over.
    private static Optional<StsRecord> read(String text) {
        for (String field : text.split(";", -1)) {
            Matcher id = ID.matcher(field.strip());
            if (id.matches()) return Optional.of(new StsRecord(id.group(1)));
            if (field.strip().startsWith("id=")) return Optional.empty();
        }
        return Optional.empty();
    }
}
