package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ForeignServer.Shared.class)
final class RealServersRefuseWhatIsTooLargeForThemTest {
    private static final int TOO_LARGE = 1_200_000;

    @ParameterizedTest
    @EnumSource(ForeignServer.Kind.class)
    void andTheRecipientIsNotBlamed(ForeignServer.Kind kind, ForeignServer.Servers servers) {
        ForeignServer server = servers.of(kind);
        String id = server.pennypost().email("""
                {"from":"hello@acme.test","to":"bob@dest.test","subject":"large","text":"Hello",
                 "attachments":[{"filename":"a.bin","content":"%s"}]}""".formatted(Base64.getEncoder().encodeToString(new byte[TOO_LARGE])));

        server.pennypost().awaitLastEvent(id, "bounced");

        assertThat(server.pennypost().get("/suppressions").toString()).doesNotContain("bob@dest.test");
        String next = server.send("small", "bob");
        server.pennypost().awaitLastEvent(next, "delivered");
    }
}
