package dev.pennypost.secrets;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a link says without our keeping anything of it: some ids, and until when it counts. A seal proves that we made
/// it.
///
/// Layout: a version octet, 16 octets for each id, 8 of seconds since 1970, the seal; in Base64 for URLs.
///
/// @param expiresAt to the second
public record SealedIds(List<UUID> ids, Instant expiresAt) {
    private static final byte VERSION = 1;
    private static final int ID = 16;

    public SealedIds {
        ids = List.copyOf(ids);
    }

    /// The text of the link.
    public String sealed(Seal seal) {
        byte[] said = octets();
        byte[] all = Arrays.copyOf(said, said.length + Seal.LENGTH);
        System.arraycopy(seal.of(said), 0, all, said.length, Seal.LENGTH);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /// Reads a link back, also one that counts no more; empty when it is not one of ours.
    ///
    /// @param count how many ids it must have
    public static Optional<SealedIds> open(String text, Seal seal, int count) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            int length = length(count);
            if (all.length != length + Seal.LENGTH || all[0] != VERSION) return Optional.empty();
            byte[] said = Arrays.copyOf(all, length);
            boolean genuine = seal.isGenuine(said, Arrays.copyOfRange(all, length, all.length));
            return genuine ? Optional.of(read(ByteBuffer.wrap(said, 1, length - 1), count)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private byte[] octets() {
        var octets = ByteBuffer.allocate(length(ids.size())).put(VERSION);
        for (UUID id : ids) octets.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return octets.putLong(expiresAt.getEpochSecond()).array();
    }

    private static int length(int count) {
        return 1 + ID * count + Long.BYTES;
    }

    private static SealedIds read(ByteBuffer said, int count) {
        var ids = new ArrayList<UUID>(count);
        for (int i = 0; i < count; i++) ids.add(new UUID(said.getLong(), said.getLong()));
        return new SealedIds(ids, Instant.ofEpochSecond(said.getLong()));
    }
}
