package dev.pennypost.mail.dkim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// Signs messages as relaxed/relaxed without `l=` and oversigns: each field is named once more than it occurs, so
/// that nobody can add another `From` or `Subject` above ours (RFC 6376 §8.15). Stateless, safe to share.
public final class DkimSigner {
    // RFC 8058 §4 requires the two List-Unsubscribe fields to be covered.
    private static final List<String> FIELDS = List.of(
            "From",
            "To",
            "Cc",
            "Subject",
            "Date",
            "Message-ID",
            "Reply-To",
            "In-Reply-To",
            "References",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "Feedback-ID");
    private static final List<String> LOWER_CASE =
            FIELDS.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();

    private static final int LINE = 76;

    /// The signature fields to put in front of a message, one for each identity and in that order, each ending in
    /// CRLF. The body is hashed once however many identities sign.
    ///
    /// @param message header, empty line and body with CRLF line ends, not dot-stuffed
    /// @throws IllegalArgumentException when the message has no `From` field, which every signature must cover
    public byte[] sign(byte[] message, List<SigningIdentity> identities, Instant now) {
        var raw = RawMessage.of(message);
        if (raw.named("from").isEmpty()) throw new IllegalArgumentException("a message without From cannot be signed");
        var covered = new Octets(2048);
        List<String> names = cover(raw, covered);
        byte[] fields = covered.toBytes();
        String bodyHash = base64(BodyDigest.of(raw, Canonicalization.RELAXED, BodyDigest.WHOLE_BODY)
                .hash());

        var signatures = new Octets(1024 * identities.size());
        for (var identity : identities) {
            byte[] unsigned = unsigned(identity, now, names, bodyHash);
            signatures.add(unsigned, 0, unsigned.length);
            addFolded(signatures, base64(identity.key().sign(fields, relaxed(unsigned))));
        }
        return signatures.toBytes();
    }

    // RFC 6376 §5.4.2: fields of one name are taken from the bottom up, and a name without a field adds nothing.
    private static List<String> cover(RawMessage message, Octets out) {
        var names = new ArrayList<String>();
        for (int i = 0; i < FIELDS.size(); i++) {
            for (var field : message.named(LOWER_CASE.get(i)).reversed()) {
                Canonicalization.RELAXED.field(message.bytes(), field, out);
                out.crlf();
                names.add(FIELDS.get(i));
            }
            names.add(FIELDS.get(i));
        }
        return names;
    }

    private static byte[] unsigned(SigningIdentity identity, Instant now, List<String> names, String bodyHash) {
        var field = new StringBuilder(1024)
                .append("DKIM-Signature: v=1; a=")
                .append(identity.key().algorithm().tag())
                .append("; c=relaxed/relaxed; t=")
                .append(now.getEpochSecond())
                .append(";\r\n d=")
                .append(identity.domain().ascii())
                .append("; s=")
                .append(identity.selector())
                .append(";\r\n h=");
        int column = 3;
        for (int i = 0; i < names.size(); i++) {
            String name = i + 1 < names.size() ? names.get(i) + ":" : names.get(i);
            if (column + name.length() > LINE) {
                field.append("\r\n  ");
                column = 2;
            }
            field.append(name);
            column += name.length();
        }
        field.append(";\r\n bh=").append(bodyHash).append(";\r\n b=");
        var octets = new Octets(field.length());
        octets.add(field.toString());
        return octets.toBytes();
    }

    // RFC 6376 §3.7: the signature field itself comes last, with an empty b= and without CRLF.
    private static byte[] relaxed(byte[] signatureField) {
        var out = new Octets(signatureField.length);
        int colon = "DKIM-Signature".length();
        var field = new RawMessage.Field(0, colon, colon + 1, signatureField.length);
        Canonicalization.RELAXED.field(signatureField, field, out);
        return out.toBytes();
    }

    private static void addFolded(Octets out, String base64) {
        int first = LINE - 3;
        out.add(base64.substring(0, Math.min(first, base64.length())));
        for (int at = first; at < base64.length(); at += LINE - 2) {
            out.add("\r\n  ");
            out.add(base64.substring(at, Math.min(at + LINE - 2, base64.length())));
        }
        out.crlf();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
