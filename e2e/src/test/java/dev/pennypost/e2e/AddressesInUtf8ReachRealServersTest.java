package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ForeignServer.Shared.class)
final class AddressesInUtf8ReachRealServersTest {
    @ParameterizedTest
    @EnumSource(ForeignServer.Kind.class)
    void asTheyAreWritten(ForeignServer.Kind kind, ForeignServer.Servers servers) {
        ForeignServer server = servers.of(kind);
        String id = server.send("an address of its own", "dörte");

        server.pennypost().awaitLastEvent(id, "delivered");

        List<Path> mails = server.arrived(id, "others");
        assertThat(mails).hasSize(1);
        assertThat(new String(
                        ForeignServer.text(mails.getFirst()).getBytes(StandardCharsets.ISO_8859_1),
                        StandardCharsets.UTF_8))
                .contains("To: dörte@dest.test")
                .containsPattern("with (UTF8SMTPS?|utf8esmtps?)");
    }
}
