package dev.pennypost.api.inboxes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixedIdsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000-0000-0000-0000-000000000000",
                "0190b6c4-0000-7000-8000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff"
            })
    void readsWhatItWrote(String text) {
        UUID id = UUID.fromString(text);
        assertThat(PrefixedIds.DOMAIN.of(id)).matches("dom_[0-9a-v]{26}");
        assertThat(PrefixedIds.DOMAIN.parse(PrefixedIds.DOMAIN.of(id))).contains(id);
        assertThat(PrefixedIds.INBOX.parse(PrefixedIds.DOMAIN.of(id))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "dom_", "dom_987654321", "dom_80000000000000000000000000", "dom_z0000000000000000000000000"})
    void takesNothingElse(String text) {
        assertThat(PrefixedIds.DOMAIN.parse(text)).isEmpty();
    }
}
