package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// RFC 3030. RFC 5321 §4.5.3.1.6 has DATA end at 998 octets a line; what is signed cannot be folded on the way.
@ExtendWith(ForeignServer.Shared.class)
final class LinesThatAreTooLongForDataReachRealServersByBdatTest {
    private static final int LONG = 1500;

    @ParameterizedTest
    @EnumSource(ForeignServer.Kind.class)
    void asTheyAreSigned(ForeignServer.Kind kind, ForeignServer.Servers servers) {
        ForeignServer server = servers.of(kind);
        String value = "x".repeat(LONG);
        String id = server.pennypost().email("""
                {"from":"hello@acme.test","to":"cyd@dest.test","subject":"long","text":"Hello",
                 "headers":{"X-Long":"%s"}}""".formatted(value));

        server.pennypost().awaitLastEvent(id, "delivered");

        assertThat(ForeignServer.text(server.arrived(id, "cyd").getFirst())).contains(value);
    }
}
