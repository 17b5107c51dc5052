package dev.pennypost.emails;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.secrets.Seal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/// Makes reverse paths that say which email they belong to, and tells its own from those that others make up:
/// `bounces+<id>.<proof>@send.example.com`. The proof is 8 octets of HMAC-SHA256, so nobody who was not sent
/// an email can report anything about it.
///
/// There is one for each email and not for each recipient: recipients at one server share a transaction, and a
/// transaction has one reverse path (RFC 5321 §3.3). The local part has 61 octets of the 64 there may be.
public final class ReturnPaths {
    private static final int PROOF = 8;

    /// Some servers change the case of what they send back.
    private static final Pattern OURS = Pattern.compile(
            "bounces\\+([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([0-9a-f]{16})", Pattern.CASE_INSENSITIVE);

    private final Seal seal;

    /// @param masterKey that proofs are made with
    public ReturnPaths(byte[] masterKey) {
        this.seal = new Seal(masterKey, "return paths");
    }

    /// What an address is.
    public sealed interface Reading {
        /// One that we made.
        record Genuine(EmailId email) implements Reading {}

        /// One that looks like ours and that we did not make.
        record Forged() implements Reading {}

        /// Any other.
        record Foreign() implements Reading {}
    }

    /// The reverse path of an email.
    ///
    /// @param domain the sender's return path
    String of(EmailId email, DomainName domain) {
        return "bounces+" + email + "." + HexFormat.of().formatHex(proof(email)) + "@" + domain.ascii();
    }

    /// Reads an address in any case, whatever its domain.
    public Reading read(String address) {
        var ours = OURS.matcher(address.substring(0, Math.max(address.lastIndexOf('@'), 0)));
        if (!ours.matches()) return new Reading.Foreign();
        var email = new EmailId(UUID.fromString(ours.group(1)));
        byte[] shown = HexFormat.of().parseHex(ours.group(2).toLowerCase(Locale.ROOT));
        // RFC 2104 §5 lets a proof be cut; compared in the same time wherever it differs.
        return MessageDigest.isEqual(proof(email), shown) ? new Reading.Genuine(email) : new Reading.Forged();
    }

    private byte[] proof(EmailId email) {
        UUID id = email.value();
        byte[] octets = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Arrays.copyOf(seal.of(octets), PROOF);
    }
}
