package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.DomainName;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathsTest {
    private static final DomainName DOMAIN = new DomainName("send.acme.test");

    private final ReturnPaths paths = new ReturnPaths(new byte[32]);
    private final EmailId email = new EmailId(UUID.randomUUID());
    private final String address = paths.of(email, DOMAIN);

    @Test
    void knowsItsOwnInAnyCase() {
        var ours = new ReturnPaths.Reading.Genuine(email);

        assertThat(paths.read(address)).isEqualTo(ours);
        assertThat(paths.read(address.toUpperCase(Locale.ROOT))).isEqualTo(ours);
    }

    @Test
    void fitsIntoALocalPart() {
        assertThat(address.indexOf('@')).isLessThanOrEqualTo(64);
        assertThat(address).isLowerCase().endsWith("@send.acme.test");
    }

    @Test
    void knowsAProofThatIsWrongInOneDigit() {
        int last = address.indexOf('@') - 1;
        char other = address.charAt(last) == '0' ? '1' : '0';

        assertThat(paths.read(address.substring(0, last) + other + address.substring(last + 1)))
                .isInstanceOf(ReturnPaths.Reading.Forged.class);
    }

    @Test
    void knowsAProofOfAnotherEmailAndOfAnotherKey() {
        String another = paths.of(new EmailId(UUID.randomUUID()), DOMAIN);
        String swapped = another.substring(0, another.indexOf('.')) + address.substring(address.indexOf('.'));
        byte[] key = new byte[32];
        key[0] = 1;

        assertThat(paths.read(swapped)).isInstanceOf(ReturnPaths.Reading.Forged.class);
        assertThat(new ReturnPaths(key).read(address)).isInstanceOf(ReturnPaths.Reading.Forged.class);
    }

    /// Among them those we made before they had a proof.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "postmaster",
                "bounces@send.acme.test",
                "bounces+0198a2b0-0000-7000-8000-000000000001@send.acme.test",
                "bounces+0198a2b0-0000-7000-8000-000000000001.@send.acme.test",
                "bounces+1-1-1-1-1.0123456789abcdef@send.acme.test",
                "x+0198a2b0-0000-7000-8000-000000000001.0123456789abcdef@send.acme.test"
            })
    void takesNothingElseForItsOwn(String other) {
        assertThat(paths.read(other)).isInstanceOf(ReturnPaths.Reading.Foreign.class);
    }
}
