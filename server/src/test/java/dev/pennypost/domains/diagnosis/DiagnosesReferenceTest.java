package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.diagnosis.Finding.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DiagnosesReferenceTest {
    private static final Path PAGE = Path.of(System.getProperty("pennypost.root"), "docs", "reference", "diagnoses.md");

    @Test
    void describesTheCodesThereAre() throws IOException {
        if (Boolean.getBoolean("pennypost.regenerate")) Files.writeString(PAGE, page());
        assertThat(PAGE)
                .as("out of date? run ./mvnw test -pl server -am -Dtest=DiagnosesReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dpennypost.regenerate=true")
                .exists()
                .hasContent(page());
    }

    private static String page() {
        var page = new StringBuilder("""
                # Diagnoses

                This page is generated from `Finding.Code`; do not edit it.

                What a check of a domain's DNS can find. Codes are stable; the sentences in answers are more exact than
                these, because they name the values at hand. An error keeps a record from being verified, a warning is
                asking for trouble, and the rest is good to know. Some codes are milder in some places, as their meaning
                says.

                | Code | Severity | What it means | What to do |
                | --- | --- | --- | --- |
                """);
        for (Code code : Code.values())
            page.append("| `%s` | %s | %s | %s |%n"
                    .formatted(code, code.severity().name().toLowerCase(Locale.ROOT), code.meaning(), code.remedy()));
        return page.toString();
    }
}
