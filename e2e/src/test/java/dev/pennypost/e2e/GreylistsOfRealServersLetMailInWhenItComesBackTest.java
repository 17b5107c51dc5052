package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ForeignServer.Shared.class)
final class GreylistsOfRealServersLetMailInWhenItComesBackTest {
    @ParameterizedTest
    @EnumSource(ForeignServer.Kind.class)
    void once(ForeignServer.Kind kind, ForeignServer.Servers servers) {
        ForeignServer server = servers.of(kind);
        String id = server.send("grey", "grey");
        server.pennypost().awaitLastEvent(id, "delivery_delayed");
        assertThat(server.log()).contains("Greylisted, please try again");

        server.flush(id);

        server.pennypost().awaitLastEvent(id, "delivered");
        assertThat(server.arrived(id, "grey")).hasSize(1);
    }
}
