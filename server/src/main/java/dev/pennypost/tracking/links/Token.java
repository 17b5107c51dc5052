package dev.pennypost.tracking.links;

import dev.pennypost.secrets.Seal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// What a tracked link says without our keeping anything of it: whose it is, and where it leads. A seal proves that we
/// made it.
///
/// Layout: a version octet, one for the kind, 16 octets each for team and email, two for the recipient, the target in
/// UTF-8, and the first 128 bits of the seal (RFC 2104 §5); in Base64 for URLs.
///
/// @param recipient the place of the recipient among those of the email, from 0
/// @param target where it leads; empty unless it is a link to click on
public record Token(Kind kind, UUID team, UUID email, int recipient, String target) {
    private static final byte VERSION = 1;
    private static final int HEAD = 1 + 1 + 16 + 16 + Short.BYTES;
    private static final int PROOF = 16;
    /// Longer than any link of ours.
    private static final int LONGEST = 8_192;

    /// What a link is for.
    public enum Kind {
        /// The image that is loaded when the email is shown.
        OPEN(0),
        /// A link of the email.
        CLICK(1),
        /// A link that no person sees.
        TRAP(2);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        private static Optional<Kind> coded(byte code) {
            return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
        }
    }

    /// The text of the link: letters, digits, hyphens and underscores.
    public String sealed(Seal seal) {
        byte[] said = octets();
        byte[] all = Arrays.copyOf(said, said.length + PROOF);
        System.arraycopy(seal.of(said), 0, all, said.length, PROOF);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /// Reads a link back; empty when it is not one of ours.
    public static Optional<Token> open(String text, Seal seal) {
        if (text.length() > LONGEST) return Optional.empty();
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            if (all.length < HEAD + PROOF || all[0] != VERSION || !isCanonical(text, all)) return Optional.empty();
            byte[] said = Arrays.copyOf(all, all.length - PROOF);
            byte[] proof = Arrays.copyOfRange(all, said.length, all.length);
            boolean genuine = MessageDigest.isEqual(Arrays.copyOf(seal.of(said), PROOF), proof);
            return genuine ? read(ByteBuffer.wrap(said)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /// Base64 with other bits behind its end, or with padding, reads the same; one link has one text.
    private static boolean isCanonical(String text, byte[] all) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all).equals(text);
    }

    private byte[] octets() {
        byte[] url = target.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEAD + url.length)
                .put(VERSION)
                .put(kind.code)
                .putLong(team.getMostSignificantBits())
                .putLong(team.getLeastSignificantBits())
                .putLong(email.getMostSignificantBits())
                .putLong(email.getLeastSignificantBits())
                .putShort((short) recipient)
                .put(url)
                .array();
    }

    private static Optional<Token> read(ByteBuffer said) {
        said.get();
        Optional<Kind> kind = Kind.coded(said.get());
        var team = new UUID(said.getLong(), said.getLong());
        var email = new UUID(said.getLong(), said.getLong());
        int recipient = Short.toUnsignedInt(said.getShort());
        String target = StandardCharsets.UTF_8.decode(said).toString();
        return kind.map(known -> new Token(known, team, email, recipient, target));
    }
}
