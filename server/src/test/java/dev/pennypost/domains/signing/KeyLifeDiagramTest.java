package dev.pennypost.domains.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeyLifeDiagramTest {
    private static final Path PAGE = Path.of(System.getProperty("pennypost.root"), "docs", "design", "signing-keys.md");

    @Test
    void thePageShowsTheMovesThereAre() throws IOException {
        String page = Files.readString(PAGE);
        String drawn = draw(page, "keys", KeyStage.values(), KeyStage::mayBecome);
        if (Boolean.getBoolean("pennypost.regenerate")) Files.writeString(PAGE, drawn);
        assertThat(PAGE)
                .as("out of date? run ./mvnw test -pl server -am -Dtest=KeyLifeDiagramTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dpennypost.regenerate=true")
                .hasContent(drawn);
    }

    private static <S extends Enum<S>> String draw(String page, String name, S[] states, BiPredicate<S, S> moves) {
        String diagram = Arrays.stream(states)
                .flatMap(from -> Arrays.stream(states)
                        .filter(to -> to != from && moves.test(from, to))
                        .map(to -> "    " + spell(from) + " --> " + spell(to)))
                .collect(Collectors.joining("\n", "```mermaid\nstateDiagram-v2\n    [*] --> pending\n", "\n```"));
        return Pattern.compile("(<!-- generated: " + name + " -->\n).*?(<!-- end -->)", Pattern.DOTALL)
                .matcher(page)
                .replaceFirst("$1" + Matcher.quoteReplacement(diagram) + "\n$2");
    }

    private static String spell(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
