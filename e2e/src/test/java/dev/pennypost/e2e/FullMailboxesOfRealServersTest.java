package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ForeignServer.Shared.class)
final class FullMailboxesOfRealServersTest {
    @ParameterizedTest
    @EnumSource(ForeignServer.Kind.class)
    void areWaitedForWhenTheySaySo(ForeignServer.Kind kind, ForeignServer.Servers servers) {
        ForeignServer server = servers.of(kind);
        String id = server.send("full", "full");

        server.pennypost().awaitLastEvent(id, "delivery_delayed");

        assertThat(server.log()).contains("452 4.2.2");
    }

    @ParameterizedTest
    @EnumSource(ForeignServer.Kind.class)
    void areNotWaitedForWhenTheyRefuseForGood(ForeignServer.Kind kind, ForeignServer.Servers servers) {
        ForeignServer server = servers.of(kind);
        String id = server.send("overfull", "overfull");

        server.pennypost().awaitLastEvent(id, "bounced");

        assertThat(server.log()).contains("552 5.2.2");
        assertThat(server.pennypost().get("/suppressions").toString())
                .as("there may be room again tomorrow")
                .doesNotContain("overfull@dest.test");
    }
}
