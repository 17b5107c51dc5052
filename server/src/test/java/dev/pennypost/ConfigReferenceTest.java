package dev.pennypost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
    private static final Path PAGE = Path.of(System.getProperty("pennypost.root"), "docs", "reference", "config.md");

    @Test
    void describesTheKeysThereAre() throws IOException {
        String page = Reference.of(Settings.class, Settings.OTHER_VARIABLES);
        if (Boolean.getBoolean("pennypost.regenerate")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("out of date? run ./mvnw test -pl server -am -Dtest=ConfigReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dpennypost.regenerate=true")
                .exists()
                .hasContent(page);
    }
}
