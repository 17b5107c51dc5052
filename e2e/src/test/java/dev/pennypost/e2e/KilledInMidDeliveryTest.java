package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The process is killed while the receiving server has it wait, at one step of a delivery after the other.
final class KilledInMidDeliveryTest {
    private static final String EMAIL =
            "{\"from\":\"a@crash.test\",\"to\":[\"ada@dest.test\"],\"subject\":\"killed\",\"text\":\"Hello\"}";

    @ParameterizedTest
    @EnumSource(
            value = MxMoment.class,
            names = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA", "CONTENT"})
    void deliversOnceWhenKilledBeforeTheServerHasTheMessage(MxMoment step, @TempDir Path temp) {
        assertThat(deliveredAfterAKillAt(step, temp)).hasSize(1);
    }

    /// RFC 1047: whoever dies between the final dot and its answer cannot know, and sends again rather than losing
    /// mail.
    @ParameterizedTest
    @EnumSource(value = MxMoment.class, names = "DOT")
    void deliversTwiceWhenKilledWhileTheAnswerToTheFinalDotIsOnItsWay(MxMoment step, @TempDir Path temp) {
        assertThat(deliveredAfterAKillAt(step, temp)).hasSize(2).containsOnly("killed");
    }

    private static List<String> deliveredAfterAKillAt(MxMoment step, Path temp) {
        Path data = temp.resolve("data");
        try (var mx = FakeMx.start().at(step, MxAnswer.silence(), MxAnswer.silence())) {
            String id;
            try (var doomed = Pennypost.dev(data, "--deliver-to", "127.0.0.1:" + mx.port())) {
                doomed.verifiedDomain("crash.test");
                id = doomed.email(EMAIL);
                Eventually.holds("the server is at " + step, () -> reached(mx, step));
                doomed.kill();
            }
            try (var healthy = FakeMx.start();
                    var restarted = Pennypost.dev(data, "--deliver-to", "127.0.0.1:" + healthy.port())) {
                restarted.awaitLastEvent(id, "delivered");
                return subjects(mx, healthy);
            }
        }
    }

    private static boolean reached(FakeMx mx, MxMoment step) {
        return switch (step) {
            case GREETING -> mx.connections() > 0;
            case CONTENT -> mx.commands().contains("DATA");
            case DOT -> !mx.messages().isEmpty();
            default -> mx.commands().stream().anyMatch(command -> command.startsWith(step.name()));
        };
    }

    private static List<String> subjects(FakeMx... servers) {
        return List.of(servers).stream()
                .flatMap(server -> server.messages().stream())
                .map(mail -> mail.text()
                        .lines()
                        .filter(line -> line.startsWith("Subject: "))
                        .map(line -> line.substring("Subject: ".length()))
                        .findFirst()
                        .orElse(""))
                .toList();
    }
}
