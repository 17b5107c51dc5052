package dev.pennypost.api.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.api.http.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The routes in `docs/reference/dialects.md` are the routes there are.
class DialectsReferenceTest {
    private static final Path PAGE = Path.of(System.getProperty("pennypost.root", ".."))
            .resolve("docs/reference/dialects.md")
            .toAbsolutePath()
            .normalize();
    private static final String END = "<!-- end -->";

    @Test
    void listsTheRoutesThereAre() throws IOException {
        String page = Files.readString(PAGE);
        try (var world = new GoldenWorld()) {
            String expected = page;
            for (Dialect dialect : world.dialects()) expected = withRoutes(expected, dialect);
            if (Boolean.getBoolean("pennypost.regenerate")) Files.writeString(PAGE, expected);
            assertThat(PAGE)
                    .as("out of date? run ./mvnw test -pl server -am -Dtest=DialectsReferenceTest"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dpennypost.regenerate=true")
                    .hasContent(expected);
        }
    }

    private static String withRoutes(String page, Dialect dialect) {
        String begin = "<!-- routes of " + (dialect.mount().isEmpty() ? "/" : dialect.mount()) + " -->\n";
        int from = page.indexOf(begin);
        assertThat(from).as("the page has no section for %s", begin).isNotNegative();
        int to = page.indexOf(END, from);
        String routes = GoldenWorld.routes(dialect).stream()
                .map(route -> route.replaceFirst(" ", " " + dialect.mount()))
                .sorted((a, b) -> a.substring(a.indexOf(' ')).compareTo(b.substring(b.indexOf(' '))))
                .map(route -> "- `" + route + "`\n")
                .collect(Collectors.joining());
        return page.substring(0, from + begin.length()) + routes + page.substring(to);
    }
}
