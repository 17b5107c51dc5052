package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The official Node SDK, as it comes from npm.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NodeSdkTest {
    private Pennypost pennypost;

    @BeforeAll
    void start(@TempDir Path temp) {
        NodeScripts.require("resend");
        pennypost = Pennypost.dev(temp.resolve("data"));
    }

    @AfterAll
    void stop() {
        // a skipped or failed start leaves it unset
        if (pennypost != null) pennypost.close();
    }

    @Test
    void tellsTheWholeStoryFromADomainToASignedWebhook() {
        assertThat(NodeScripts.told(
                        pennypost, "story.mjs", Map.of("PENNYPOST_RIVAL_KEY", pennypost.keyOfAnotherTeam())))
                .contains("story told");
    }

    @Test
    void answersEveryMethodAsTheSdkDeclaresIt() {
        assertThat(NodeScripts.told(pennypost, "methods.mjs", Map.of())).contains("methods told");
    }
}
