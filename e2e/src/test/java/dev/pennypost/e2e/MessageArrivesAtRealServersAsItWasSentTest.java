package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.mime.ParsedMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ForeignServer.Shared.class)
final class MessageArrivesAtRealServersAsItWasSentTest {
    private static final String PYTHON = "/usr/bin/python3";

    @ParameterizedTest
    @EnumSource(ForeignServer.Kind.class)
    void signedWellAndOverTls(ForeignServer.Kind kind, ForeignServer.Servers servers, @TempDir Path temp)
            throws IOException {
        Tools.require("dig");
        Tools.require(
                Files.exists(Path.of(PYTHON))
                        && Tools.run(temp, Map.of(), PYTHON, "-c", "import dkim")
                                        .exitCode()
                                == 0,
                "python3-dkim is not installed");
        ForeignServer server = servers.of(kind);
        byte[] file = new byte[100_000];
        new Random(3).nextBytes(file);
        String id = server.pennypost().email("""
                {"from":"Acme Übersee <hello@acme.test>","to":"Ada <ada@dest.test>","subject":"Grüße ✓",
                 "html":"<p>Hello <b>Ada</b> — ✓</p>","text":"Hello Ada — ✓\\n.\\n..\\nFrom here on\\n trailing \\n",
                 "headers":{"X-Entity-Ref-ID":"17"},
                 "attachments":[{"filename":"zahlen ü.bin","content":"%s"}]}""".formatted(Base64.getEncoder().encodeToString(file)));
        server.pennypost().awaitLastEvent(id, "delivered");

        List<Path> mails = server.arrived(id, "ada");

        assertThat(mails).as("once").hasSize(1);
        var mail = ParsedMessage.parse(Files.readAllBytes(mails.getFirst()));
        assertThat(mail.header("Subject")).contains("Grüße ✓");
        assertThat(mail.header("X-Entity-Ref-ID")).contains("17");
        assertThat(mail.html()).contains("<p>Hello <b>Ada</b> — ✓</p>");
        assertThat(String.valueOf(mail.text()).lines())
                .containsExactly("Hello Ada — ✓", ".", "..", "From here on", " trailing ");
        assertThat(mail.attachments()).singleElement().satisfies(attached -> {
            assertThat(attached.filename()).isEqualTo("zahlen ü.bin");
            assertThat(attached.content()).isEqualTo(file);
        });
        assertThat(ForeignServer.text(mails.getFirst()))
                .as("a certificate that nobody vouches for is better than none")
                .containsPattern("TLSv?1\\.3");
        verify(server, mails.getFirst(), temp);
    }

    private static void verify(ForeignServer server, Path mail, Path temp) {
        var script = Pennypost.ROOT.resolve("e2e/python/verify_dkim.py").toString();
        String port = Integer.toString(server.pennypost().dnsPort());
        var verified = Tools.run(temp, Map.of(), PYTHON, script, mail.toString(), "127.0.0.1", port);
        assertThat(verified.exitCode()).as(verified.printed()).isZero();
        assertThat(verified.printed()).contains("pass acme.test");
    }
}
