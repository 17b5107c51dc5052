package dev.pennypost.mail.dkim;

import dev.pennypost.mail.dkim.DkimResult.Fail;
import dev.pennypost.mail.dkim.DkimResult.Neutral;
import dev.pennypost.mail.dkim.DkimResult.Pass;
import dev.pennypost.mail.dkim.DkimResult.PermError;
import dev.pennypost.mail.dkim.DkimResult.Signer;
import dev.pennypost.mail.dkim.DkimResult.TempError;
import dev.pennypost.mail.dkim.DkimSignature.Unusable;
import dev.pennypost.mail.dkim.RawMessage.Field;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Verifies the signatures of a message (RFC 6376 §6). Holds nothing but its resolver, safe to share.
public final class DkimVerifier {
    /// How many signatures of one message are looked at, from the top; more could only cost time.
    public static final int MAX_SIGNATURES = 10;

    private final Resolver resolver;

    public DkimVerifier(Resolver resolver) {
        this.resolver = resolver;
    }

    /// One result for each signature from top to bottom; none for a message that is not signed.
    ///
    /// @param message header, empty line and body with CRLF line ends, dots unstuffed
    /// @param now what `x=` is compared with
    public List<DkimResult> verify(byte[] message, Instant now) {
        var raw = RawMessage.of(message);
        var content = new SignedContent(raw);
        return raw.named("dkim-signature").stream()
                .limit(MAX_SIGNATURES)
                .map(field -> verify(content, field, text(message, field), now))
                .toList();
    }

    private DkimResult verify(SignedContent content, Field field, String text, Instant now) {
        TagList tags;
        try {
            tags = TagList.parse(text);
        } catch (BadTagList bad) {
            return new PermError(Signer.UNKNOWN, DkimReason.BAD_SYNTAX);
        }
        var signer = DkimSignature.signer(tags);
        try {
            var signature = DkimSignature.parse(tags);
            return switch (resolver.ask(signature.keyName(), RecordType.TXT)) {
                case Answer.Failed(String why) -> new TempError(signer, DkimReason.DNS_FAILED, why);
                case Answer.NoData _, Answer.NoSuchName _ -> new PermError(signer, DkimReason.NO_KEY);
                case Answer.Records found -> {
                    var record = keyRecord(found, signature);
                    yield judge(signer, record, content.flaw(field, signature, record, now));
                }
            };
        } catch (Unusable unusable) {
            return new PermError(signer, unusable.reason());
        }
    }

    private static DkimResult judge(Signer signer, DkimKeyRecord record, Optional<DkimReason> flaw) {
        if (flaw.isEmpty()) return new Pass(signer);
        return record.isTesting() ? new Neutral(signer, flaw.get()) : new Fail(signer, flaw.get());
    }

    // RFC 6376 §6.1.2: of several records one may be chosen, and the first that can be read is as good as any.
    private static DkimKeyRecord keyRecord(Answer.Records answer, DkimSignature signature) throws Unusable {
        for (var txt : answer.all(DnsRecord.Txt.class)) {
            try {
                var record = DkimKeyRecord.parse(txt.text());
                checkUse(record, signature);
                return record;
            } catch (BadTagList _) {
                // Texts of other kinds may stand at the same name.
            }
        }
        throw new Unusable(DkimReason.BAD_KEY_RECORD);
    }

    private static void checkUse(DkimKeyRecord record, DkimSignature signature) throws Unusable {
        if (record.isRevoked()) throw new Unusable(DkimReason.KEY_REVOKED);
        if (!record.servesEmail()) throw new Unusable(DkimReason.KEY_NOT_FOR_EMAIL);
        if (!record.allowsSha256()) throw new Unusable(DkimReason.HASH_NOT_ALLOWED);
        if (!record.keyType().equals(signature.algorithm().keyType())) throw new Unusable(DkimReason.KEY_TYPE_MISMATCH);
        if (record.forbidsSubdomains() && signature.namesSubdomain())
            throw new Unusable(DkimReason.IDENTITY_OUTSIDE_DOMAIN);
    }

    private static String text(byte[] message, Field field) {
        return new String(message, field.valueStart(), field.end() - field.valueStart(), StandardCharsets.UTF_8);
    }
}
