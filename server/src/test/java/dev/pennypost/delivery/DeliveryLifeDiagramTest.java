package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.DeliveryLife.Move;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeliveryLifeDiagramTest {
    private static final Path PAGE =
            Path.of(System.getProperty("pennypost.root"), "docs", "design", "delivery-life.md");

    @Test
    void thePageShowsTheStatesAndTheMovesThereAre() throws IOException {
        String page = Files.readString(PAGE);
        String drawn = put(put(page, "states", states()), "moves", moves());
        if (Boolean.getBoolean("pennypost.regenerate")) Files.writeString(PAGE, drawn);
        assertThat(PAGE)
                .as("out of date? run ./mvnw test -pl server -am -Dtest=DeliveryLifeDiagramTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dpennypost.regenerate=true")
                .hasContent(drawn);
    }

    private static String states() {
        return Arrays.stream(DeliveryState.values())
                .map(state -> "| `%s` | %s | %s |"
                        .formatted(state.spelled(), state.meaning(), DeliveryLife.isOver(state) ? "yes" : ""))
                .collect(Collectors.joining("\n", "| state | means | over |\n| --- | --- | --- |\n", ""));
    }

    private static String moves() {
        return DeliveryLife.moves().stream()
                .map(DeliveryLifeDiagramTest::line)
                .collect(Collectors.joining("\n", "```mermaid\nstateDiagram-v2\n", "\n```"));
    }

    private static String line(Move move) {
        String from = move.from() == null ? "[*]" : move.from().spelled();
        return "    " + from + " --> " + move.to().spelled() + ": "
                + move.what().label().replace(":", "");
    }

    private static String put(String page, String name, String text) {
        return Pattern.compile("(<!-- generated: " + name + " -->\n).*?(<!-- end -->)", Pattern.DOTALL)
                .matcher(page)
                .replaceFirst("$1" + Matcher.quoteReplacement(text) + "\n$2");
    }
}
