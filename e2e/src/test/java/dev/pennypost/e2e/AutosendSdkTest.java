package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The package of AutoSend, as it comes from npm.
final class AutosendSdkTest {
    private static final Path FOLDER = Pennypost.ROOT.resolve("e2e/node");

    @Test
    void addsVerifiesAndSendsWithoutNoticingWhoseServerItIs(@TempDir Path temp) {
        Tools.require("node");
        Tools.require(
                Files.isDirectory(FOLDER.resolve("node_modules/autosendjs")),
                "the npm packages are missing: run `npm ci` in e2e/node");
        try (var pennypost = Pennypost.dev(temp.resolve("data"))) {
            var story = Tools.run(
                    FOLDER,
                    Map.of("PENNYPOST_URL", pennypost.url(), "PENNYPOST_KEY", pennypost.key()),
                    "node",
                    "autosend.mjs");
            assertThat(story.exitCode())
                    .as(story.printed() + "\n" + pennypost.log())
                    .isZero();
            assertThat(story.printed()).contains("autosend told");
        }
    }
}
