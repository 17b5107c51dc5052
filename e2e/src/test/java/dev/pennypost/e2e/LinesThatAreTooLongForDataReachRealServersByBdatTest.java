package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// RFC 3030. RFC 5321 §4.5.3.1.6 has DATA end at 998 octets a line; what is signed cannot be folded on the way.
/// The API writes no such lines; mail programs hand them in.
@ExtendWith(ForeignServer.Shared.class)
final class LinesThatAreTooLongForDataReachRealServersByBdatTest {
    private static final int LONG = 1500;

    @ParameterizedTest
    @EnumSource(ForeignServer.Kind.class)
    void asTheyAreSigned(ForeignServer.Kind kind, ForeignServer.Servers servers, @TempDir Path temp)
            throws IOException {
        Tools.require("swaks");
        ForeignServer server = servers.of(kind);
        String line = kind + "x".repeat(LONG);

        handIn(server.pennypost(), Files.writeString(temp.resolve("message"), """
                From: hello@acme.test
                To: cyd@dest.test
                Subject: long

                %s
                and on
                """.formatted(line)
                .replace("\n", "\r\n")));

        String arrived = server.arrivedWith(line, "cyd");
        assertThat(arrived.lines()).contains(line, "and on");
        if (kind == ForeignServer.Kind.EXIM) assertThat(server.log()).contains(" K S=");
    }

    private static void handIn(Pennypost pennypost, Path message) {
        Tools.succeed(
                Path.of("/tmp"),
                Tools.path("swaks"),
                "--server",
                "127.0.0.1",
                "--port",
                Integer.toString(pennypost.submissionPort()),
                "-tls",
                "--auth",
                "PLAIN",
                "--auth-user",
                "resend",
                "--auth-password",
                pennypost.key(),
                "--from",
                "hello@acme.test",
                "--to",
                "cyd@dest.test",
                "--data",
                "@" + message);
    }
}
