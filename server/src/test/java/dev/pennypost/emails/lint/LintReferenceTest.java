package dev.pennypost.emails.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.emails.lint.Warning.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LintReferenceTest {
    private static final Path PAGE = Path.of(System.getProperty("pennypost.root"), "docs", "reference", "lint.md");

    @Test
    void describesTheCodesThereAre() throws IOException {
        if (Boolean.getBoolean("pennypost.regenerate")) Files.writeString(PAGE, page());
        assertThat(PAGE)
                .as("out of date? run ./mvnw test -pl server -am -Dtest=LintReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dpennypost.regenerate=true")
                .exists()
                .hasContent(page());
    }

    private static String page() {
        var page = new StringBuilder("""
                # Lint

                This page is generated from `Warning.Code`; do not edit it.

                What is noticed about the content of an email when it is accepted. Nothing here keeps an email from
                leaving. Codes are stable; the sentences in answers are more exact where there are values to name. Of HTML
                and text the first 524,288 characters are read.

                | Code | Severity | What it means | What to do |
                | --- | --- | --- | --- |
                """);
        for (Code code : Code.values())
            page.append("| `%s` | %s | %s | %s |%n"
                    .formatted(code, code.severity().name().toLowerCase(Locale.ROOT), code.meaning(), code.remedy()));
        return page.toString();
    }
}
