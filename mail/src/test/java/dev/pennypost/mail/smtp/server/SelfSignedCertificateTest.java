package dev.pennypost.mail.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedCertificateTest {

    @Test
    void isKeptForNextTimeAndMadeAgainForAnotherHost(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("keys").resolve("smtp.p12");
        var made = SelfSignedCertificate.keptAt(file, "mx.example.test").certificate();
        assertThat(made.getSubjectX500Principal().getName()).isEqualTo("CN=mx.example.test");
        assertThat(SelfSignedCertificate.keptAt(file, "mx.example.test").certificate())
                .isEqualTo(made);
        assertThat(SelfSignedCertificate.keptAt(file, "other.example.test").certificate())
                .isNotEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }
}
