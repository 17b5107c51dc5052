package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import dev.pennypost.storage.Storage;
import dev.pennypost.storage.StorageConfig;
import dev.pennypost.teams.Teams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official Node SDK, as it comes from npm.
final class NodeSdkTest {
    private static final Path FOLDER = Pennypost.ROOT.resolve("e2e/node");

    @Test
    void tellsTheWholeStoryFromADomainToASignedWebhook(@TempDir Path temp) {
        Tools.require("node");
        Tools.require(
                Files.isDirectory(FOLDER.resolve("node_modules/resend")),
                "the npm packages are missing: run `npm ci` in e2e/node");
        Path data = temp.resolve("data");
        try (var pennypost = Pennypost.dev(data)) {
            var story = Tools.run(
                    FOLDER,
                    Map.of(
                            "PENNYPOST_URL", pennypost.url(),
                            "PENNYPOST_KEY", pennypost.key(),
                            "PENNYPOST_RIVAL_KEY", keyOfAnotherTeam(data)),
                    "node",
                    "story.mjs");
            assertThat(story.exitCode())
                    .as(story.printed() + "\n" + pennypost.log())
                    .isZero();
            assertThat(story.printed()).contains("story told");
        }
    }

    /// `dev` has one team, and only another one's name can be claimed.
    private static String keyOfAnotherTeam(Path data) {
        var clock = InstantSource.system();
        var here = new StorageConfig("", "", new Secret(""), 2);
        try (var database = Storage.attach(here, data, clock).orElseThrow()) {
            var rival = new Teams(database, clock).create("rival");
            return new Keys(database, new SecureRandom(), clock)
                    .create(rival, "story", Permission.FULL_ACCESS, null)
                    .token()
                    .reveal();
        }
    }
}
