package dev.pennypost.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SecretsConfig NONE = new SecretsConfig(new Secret(""));

    @TempDir
    Path folder;

    @Test
    void takesTheKeyOfTheSettings() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        var config = new SecretsConfig(new Secret(Base64.getEncoder().encodeToString(key)));
        assertThat(MasterKey.load(config, folder, RANDOM)).isEqualTo(key);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void makesAKeyOnceAndKeepsItForTheOwnerAlone() throws IOException {
        Path data = folder.resolve("new/data");
        byte[] made = MasterKey.load(NONE, data, RANDOM);
        assertThat(made).hasSize(32);
        assertThat(MasterKey.load(NONE, data, RANDOM)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("master.key"))))
                .isEqualTo("rw-------");
        assertThat(data).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void saysHowToMakeAKeyWhenThisIsNone() {
        assertThatThrownBy(() -> MasterKey.load(new SecretsConfig(new Secret("c2hvcnQ=")), folder, RANDOM))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("secrets.master-key must be the base64 of 32 bytes")
                .hasMessageNotContaining("c2hvcnQ");
    }

    @Test
    void refusesADamagedFileInsteadOfMakingAnotherKey() throws IOException {
        Path file = Files.writeString(folder.resolve("master.key"), "***");
        assertThatThrownBy(() -> MasterKey.load(NONE, folder, RANDOM))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith(file.toString());
        assertThat(file).hasContent("***");
    }
}
