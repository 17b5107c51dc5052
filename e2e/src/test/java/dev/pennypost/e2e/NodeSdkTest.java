package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Secret;
import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import dev.pennypost.storage.Storage;
import dev.pennypost.storage.StorageConfig;
import dev.pennypost.teams.Teams;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The official Node SDK, as it comes from npm.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NodeSdkTest {
    private Path data;
    private Pennypost pennypost;

    @BeforeAll
    void start(@TempDir Path temp) {
        NodeScripts.require("resend");
        data = temp.resolve("data");
        pennypost = Pennypost.dev(data);
    }

    @AfterAll
    void stop() {
        // a skipped or failed start leaves it unset
        if (pennypost != null) pennypost.close();
    }

    @Test
    void tellsTheWholeStoryFromADomainToASignedWebhook() {
        assertThat(NodeScripts.told(pennypost, "story.mjs", Map.of("PENNYPOST_RIVAL_KEY", keyOfAnotherTeam(data))))
                .contains("story told");
    }

    @Test
    void answersEveryMethodAsTheSdkDeclaresIt() {
        assertThat(NodeScripts.told(pennypost, "methods.mjs", Map.of())).contains("methods told");
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
