package dev.pennypost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyTest {
    static final Ready SANDBOX = new Ready(
            "http://127.0.0.1:3460",
            "http://127.0.0.1:3460/",
            "smtp://127.0.0.1:2587",
            "re_secret",
            HostPort.parse("127.0.0.1:3461"),
            HostPort.parse("127.0.0.1:3462"));

    @TempDir
    Path folder;

    @Test
    void tellsScriptsEverythingInOneObject() {
        assertThat(SANDBOX.json(4711))
                .isEqualTo(
                        "{\"api_url\":\"http://127.0.0.1:3460\",\"dashboard_url\":\"http://127.0.0.1:3460/\","
                                + "\"smtp_url\":\"smtp://127.0.0.1:2587\","
                                + "\"api_key\":\"re_secret\",\"smtp\":\"127.0.0.1:3461\",\"dns\":\"127.0.0.1:3462\",\"pid\":4711}\n");
    }

    @Test
    void replacesTheFileAsAWholeAndLeavesNoDraft() throws Exception {
        Path file = folder.resolve("new folder/ready.json");
        SANDBOX.writeTo(file, 1);
        SANDBOX.writeTo(file, 2);
        assertThat(Files.readString(file)).isEqualTo(SANDBOX.json(2));
        assertThat(file.getParent()).isDirectoryContaining("glob:**ready.json").isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void leavesOutOfTheTableWhatIsNotThere() {
        assertThat(new Ready("http://a", "http://a/", null, null, null, null).table())
                .isEqualToNormalizingNewlines("  Dashboard  http://a/\n  API        http://a\n");
    }
}
