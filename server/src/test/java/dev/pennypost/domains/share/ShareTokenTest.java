package dev.pennypost.domains.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.DomainId;
import dev.pennypost.secrets.Seal;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ShareTokenTest {
    private static final Seal SEAL = new Seal(new byte[32], "share links");
    private static final ShareToken TOKEN = new ShareToken(
            new TeamId(UUID.randomUUID()), new DomainId(UUID.randomUUID()), Instant.parse("2026-01-01T12:00:00Z"));

    @Test
    void readsBackWhatItSays() {
        assertThat(ShareToken.open(TOKEN.sealed(SEAL), SEAL)).contains(TOKEN);
    }

    @Test
    void noCharacterOfItCanBeChanged() {
        String token = TOKEN.sealed(SEAL);
        // the last character has two bits that stand for nothing
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String forged = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(ShareToken.open(forged, SEAL)).as("changed at " + i).isEmpty();
        }
    }

    @Test
    void isWorthNothingUnderAnotherKeyOrForAnotherPurpose() {
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(ShareToken.open(TOKEN.sealed(SEAL), new Seal(other, "share links")))
                .isEmpty();
        assertThat(ShareToken.open(TOKEN.sealed(SEAL), new Seal(new byte[32], "something else")))
                .isEmpty();
    }

    @Test
    void nonsenseIsNoToken() {
        assertThat(ShareToken.open("", SEAL)).isEmpty();
        assertThat(ShareToken.open("%%%", SEAL)).isEmpty();
        assertThat(ShareToken.open("QUJD", SEAL)).isEmpty();
    }
}
