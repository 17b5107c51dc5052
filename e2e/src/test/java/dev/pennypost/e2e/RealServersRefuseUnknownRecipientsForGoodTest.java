package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ForeignServer.Shared.class)
final class RealServersRefuseUnknownRecipientsForGoodTest {
    @ParameterizedTest
    @EnumSource(ForeignServer.Kind.class)
    void andTheyAreSuppressed(ForeignServer.Kind kind, ForeignServer.Servers servers) {
        ForeignServer server = servers.of(kind);
        String local = "unknown-" + kind.name().toLowerCase(java.util.Locale.ROOT);
        String id = server.send("nobody here", local);

        server.pennypost().awaitLastEvent(id, "bounced");

        assertThat(server.log()).contains(local + "@dest.test");
        assertThat(server.pennypost().get("/suppressions").toString())
                .as("understood to mean that there is no such mailbox")
                .contains(local + "@dest.test");
    }
}
