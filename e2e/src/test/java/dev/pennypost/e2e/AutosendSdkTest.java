package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The package of AutoSend, as it comes from npm.
final class AutosendSdkTest {
    @Test
    void addsVerifiesAndSendsWithoutNoticingWhoseServerItIs(@TempDir Path temp) {
        NodeScripts.require("autosendjs");
        try (var pennypost = Pennypost.dev(temp.resolve("data"))) {
            assertThat(NodeScripts.told(pennypost, "autosend.mjs", Map.of())).contains("autosend told");
        }
    }
}
