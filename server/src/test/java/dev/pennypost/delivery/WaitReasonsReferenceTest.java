package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WaitReasonsReferenceTest {
    private static final Path PAGE =
            Path.of(System.getProperty("pennypost.root"), "docs", "reference", "wait-reasons.md");

    @Test
    void describesTheReasonsThereAre() throws IOException {
        if (Boolean.getBoolean("pennypost.regenerate")) Files.writeString(PAGE, page());
        assertThat(PAGE)
                .as("out of date? run ./mvnw test -pl server -am -Dtest=WaitReasonsReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dpennypost.regenerate=true")
                .exists()
                .hasContent(page());
    }

    private static String page() {
        var page = new StringBuilder("""
                # Why deliveries wait

                This page is generated from `WaitReason`; do not edit it.

                In `deliveries[].wait_reason` of `GET /emails/{id}`, on the operators' listener and in the output of
                `./pennypost queue`.

                | Reason | What it means | What ends it |
                | --- | --- | --- |
                """);
        for (WaitReason reason : WaitReason.values())
            page.append("| `%s` | %s | %s |%n".formatted(reason.spelled(), reason.meaning(), reason.ending()));
        return page.toString();
    }
}
