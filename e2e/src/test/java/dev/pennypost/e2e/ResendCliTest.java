package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official command line `resend`, as it comes from npm.
final class ResendCliTest {
    @Test
    void runsEveryCommandFromItsDoctorToItsLast(@TempDir Path temp) {
        NodeScripts.require("resend-cli");
        try (var pennypost = Pennypost.dev(temp.resolve("data"))) {
            assertThat(NodeScripts.told(pennypost, "cli.mjs", Map.of())).contains("commands told");
        }
    }

    @Test
    void waitsAsLongAsItIsToldTo(@TempDir Path temp) {
        NodeScripts.require("resend-cli");
        var oneASecond = Map.of("PENNYPOST_HTTP_REQUESTS_PER_SECOND", "1");
        try (var pennypost = Pennypost.dev(temp.resolve("data"), oneASecond, List.of())) {
            assertThat(NodeScripts.told(pennypost, "cli-patience.mjs", Map.of()))
                    .contains("patience told");
        }
    }
}
