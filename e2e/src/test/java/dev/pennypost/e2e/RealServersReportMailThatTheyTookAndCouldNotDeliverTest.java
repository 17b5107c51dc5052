package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The report is the server's own (RFC 3464), sent to the return path of the email, which names it.
@ExtendWith(ForeignServer.Shared.class)
final class RealServersReportMailThatTheyTookAndCouldNotDeliverTest {
    @ParameterizedTest
    @EnumSource(ForeignServer.Kind.class)
    void andThenItHasBounced(ForeignServer.Kind kind, ForeignServer.Servers servers) {
        ForeignServer server = servers.of(kind);
        String id = server.send("gone", "gone");
        String other = server.send("still there", "ada");

        server.pennypost().awaitLastEvent(id, "bounced");

        server.pennypost().awaitLastEvent(other, "delivered");
        assertThat(server.log()).contains("no such mailbox here");
    }
}
