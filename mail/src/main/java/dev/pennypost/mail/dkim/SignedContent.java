package dev.pennypost.mail.dkim;

import dev.pennypost.mail.dkim.DkimSignature.Unusable;
import dev.pennypost.mail.dkim.RawMessage.Field;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the signatures of one message cover: compares it with what each of them says (RFC 6376 §6.1.3). Remembers
/// body hashes, since several signatures mostly ask for the same one.
final class SignedContent {
    private static final int MIN_RSA_BITS = 1024;
    private static final int MAX_RSA_BITS = 8192;

    private final RawMessage message;
    private final Map<BodyForm, BodyDigest.Hashed> bodies = new HashMap<>();

    private record BodyForm(Canonicalization form, long length) {}

    SignedContent(RawMessage message) {
        this.message = message;
    }

    /// Why the signature does not hold, or nothing when it does.
    Optional<DkimReason> flaw(Field field, DkimSignature signature, DkimKeyRecord record, Instant now) throws Unusable {
        if (signature.expires() != null && now.isAfter(signature.expires())) return Optional.of(DkimReason.EXPIRED);
        var key = publicKey(record, signature.algorithm());
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS)
            return Optional.of(DkimReason.KEY_TOO_SHORT); // RFC 8301 §3.2
        var body = bodies.computeIfAbsent(
                new BodyForm(signature.body(), signature.bodyLength()),
                asked -> BodyDigest.of(message, asked.form(), asked.length()));
        if (signature.bodyLength() != BodyDigest.WHOLE_BODY && body.length() < signature.bodyLength())
            return Optional.of(DkimReason.BODY_SHORTER_THAN_SIGNED); // RFC 6376 §3.5, l=
        if (!MessageDigest.isEqual(body.hash(), signature.bodyHash()))
            return Optional.of(DkimReason.BODY_HASH_MISMATCH);
        return verifies(key, signature, signedOctets(field, signature))
                ? Optional.empty()
                : Optional.of(DkimReason.SIGNATURE_MISMATCH);
    }

    private static boolean verifies(PublicKey key, DkimSignature signature, byte[] signed) {
        try {
            var verification = Signature.getInstance(signature.algorithm().jcaName());
            verification.initVerify(key);
            verification.update(
                    switch (signature.algorithm()) {
                        case RSA_SHA256 -> signed;
                        case ED25519_SHA256 -> BodyDigest.sha256().digest(signed); // RFC 8463 §3
                    });
            return verification.verify(signature.signature());
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(
                    "cannot verify with " + signature.algorithm().tag(), broken);
        }
    }

    private byte[] signedOctets(Field field, DkimSignature signature) {
        var out = new Octets(2048);
        addFields(signature.fields(), signature.header(), out);
        byte[] unsigned = withoutSignature(field);
        int shift = field.start();
        var emptied = new Field(0, field.nameEnd() - shift, field.valueStart() - shift, unsigned.length);
        signature.header().field(unsigned, emptied, out);
        return out.toBytes();
    }

    // RFC 6376 §5.4.2: the n-th mention of a name is the n-th field of that name from the bottom, or nothing.
    private void addFields(List<String> names, Canonicalization form, Octets out) {
        var taken = new HashMap<String, Integer>();
        for (String name : names) {
            var fields = message.named(name);
            int left = fields.size() - taken.merge(name, 1, Integer::sum);
            if (left < 0) continue;
            form.field(message.bytes(), fields.get(left), out);
            out.crlf();
        }
    }

    /// The signature field with nothing between `b=` and the next semicolon (RFC 6376 §3.7).
    private byte[] withoutSignature(Field field) {
        byte[] bytes = message.bytes();
        var out = new Octets(field.end() - field.start());
        out.add(bytes, field.start(), field.valueStart());
        for (int at = field.valueStart(); at < field.end(); ) {
            int end = at;
            while (end < field.end() && bytes[end] != ';') end++;
            int value = startOfSignatureValue(bytes, at, end);
            out.add(bytes, at, value);
            if (end < field.end()) out.add(';');
            at = end + 1;
        }
        return out.toBytes();
    }

    private static int startOfSignatureValue(byte[] bytes, int from, int to) {
        int at = skipWhiteSpace(bytes, from, to);
        if (at == to || bytes[at] != 'b') return to;
        at = skipWhiteSpace(bytes, at + 1, to);
        return at < to && bytes[at] == '=' ? at + 1 : to;
    }

    private static int skipWhiteSpace(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (RawMessage.isBlank(bytes[at]) || bytes[at] == '\r' || bytes[at] == '\n')) at++;
        return at;
    }

    private static PublicKey publicKey(DkimKeyRecord record, DkimAlgorithm algorithm) throws Unusable {
        byte[] octets = Base64.getDecoder().decode(record.publicKey());
        try {
            var key = switch (algorithm) {
                case RSA_SHA256 -> PublicKeys.rsa(octets);
                case ED25519_SHA256 -> PublicKeys.ed25519(octets);
            };
            if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() > MAX_RSA_BITS)
                throw new Unusable(DkimReason.KEY_UNUSABLE); // nobody signs with it, and verifying would take long
            return key;
        } catch (GeneralSecurityException notAKey) {
            throw new Unusable(DkimReason.KEY_UNUSABLE);
        }
    }
}
