package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Scripts that drive a server with packages as they come from npm.
final class NodeScripts {
    private static final Path FOLDER = Pennypost.ROOT.resolve("e2e/node");

    private NodeScripts() {}

    static void require(String npmPackage) {
        Tools.require("node");
        Tools.require(
                Files.isDirectory(FOLDER.resolve("node_modules").resolve(npmPackage)),
                "the npm packages are missing: run `npm ci` in e2e/node");
    }

    /// What a script printed; fails unless it ended well.
    ///
    /// @param more environment variables besides those that name the server and its key
    static String told(Pennypost pennypost, String script, Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put("PENNYPOST_URL", pennypost.url());
        environment.put("PENNYPOST_KEY", pennypost.key());
        var story = Tools.run(FOLDER, environment, "node", script);
        assertThat(story.exitCode())
                .as(story.printed() + "\n" + pennypost.log())
                .isZero();
        return story.printed();
    }

    /// What a script printed that needs no server; fails unless it ended well.
    static String printed(String script, Map<String, String> environment) {
        var story = Tools.run(FOLDER, environment, "node", script);
        assertThat(story.exitCode()).as(story.printed()).isZero();
        return story.printed();
    }
}
