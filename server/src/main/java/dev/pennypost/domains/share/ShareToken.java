package dev.pennypost.domains.share;

import dev.pennypost.domains.DomainId;
import dev.pennypost.secrets.Seal;
import dev.pennypost.teams.TeamId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// What a link says: whose domain it shows, and until when. Nothing is kept of it here; a seal proves that it is ours.
///
/// Layout: a version octet, 16 octets of team, 16 of domain, 8 of seconds since 1970, the seal; in Base64 for URLs.
record ShareToken(TeamId team, DomainId domain, Instant expiresAt) {
    private static final byte VERSION = 1;
    private static final int LENGTH = 1 + 16 + 16 + 8;

    String sealed(Seal seal) {
        byte[] said = octets();
        byte[] all = Arrays.copyOf(said, LENGTH + Seal.LENGTH);
        System.arraycopy(seal.of(said), 0, all, LENGTH, Seal.LENGTH);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /// Empty when it is not one of ours.
    static Optional<ShareToken> open(String text, Seal seal) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            if (all.length != LENGTH + Seal.LENGTH || all[0] != VERSION) return Optional.empty();
            byte[] said = Arrays.copyOf(all, LENGTH);
            boolean genuine = seal.isGenuine(said, Arrays.copyOfRange(all, LENGTH, all.length));
            return genuine ? Optional.of(read(ByteBuffer.wrap(said, 1, LENGTH - 1))) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private byte[] octets() {
        var octets = ByteBuffer.allocate(LENGTH).put(VERSION);
        put(octets, team.value());
        put(octets, domain.value());
        return octets.putLong(expiresAt.getEpochSecond()).array();
    }

    private static void put(ByteBuffer octets, UUID id) {
        octets.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static ShareToken read(ByteBuffer said) {
        var team = new TeamId(new UUID(said.getLong(), said.getLong()));
        var domain = new DomainId(new UUID(said.getLong(), said.getLong()));
        return new ShareToken(team, domain, Instant.ofEpochSecond(said.getLong()));
    }
}
