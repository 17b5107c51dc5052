package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ForeignServer.Shared.class)
final class RealServersTakeOneMessageForSeveralRecipientsTest {
    @ParameterizedTest
    @EnumSource(ForeignServer.Kind.class)
    void andRefuseOnlyWhomTheyDoNotKnow(ForeignServer.Kind kind, ForeignServer.Servers servers) {
        ForeignServer server = servers.of(kind);
        String id = server.send("to several", "ada", "nobody", "bob", "cyd");

        for (String local : List.of("ada", "bob", "cyd"))
            assertThat(server.arrived(id, local)).as(local).hasSize(1);
        Eventually.holds(
                "the unknown one is told",
                () -> server.pennypost().get("/suppressions").toString().contains("nobody@dest.test"));
        assertThat(transactions(kind, server.log(), id)).as("one for all").isEqualTo(1);
    }

    /// The log of a message that was taken for three.
    private static long transactions(ForeignServer.Kind kind, String log, String id) {
        return log.lines()
                .filter(line -> line.contains("bounces+" + id))
                .filter(line -> switch (kind) {
                    case POSTFIX -> line.contains("nrcpt=3 ");
                    case EXIM ->
                        line.contains(" <= ") && line.endsWith(" for ada@dest.test bob@dest.test cyd@dest.test");
                })
                .count();
    }
}
