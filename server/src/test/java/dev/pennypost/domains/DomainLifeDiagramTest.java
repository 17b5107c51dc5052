package dev.pennypost.domains;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DomainLifeDiagramTest {
    private static final Path PAGE = Path.of(System.getProperty("pennypost.root"), "docs", "design", "domain-life.md");

    @Test
    void thePageShowsTheMovesThereAre() throws IOException {
        String page = Files.readString(PAGE);
        String drawn = draw(page, "records", RecordStatus.values(), RecordStatus::mayBecome);
        drawn = draw(drawn, "domains", DomainStatus.values(), DomainStatus::mayBecome);
        if (Boolean.getBoolean("pennypost.regenerate")) Files.writeString(PAGE, drawn);
        assertThat(PAGE)
                .as("out of date? run ./mvnw test -pl server -am -Dtest=DomainLifeDiagramTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dpennypost.regenerate=true")
                .hasContent(drawn);
    }

    @Test
    void everyStatusThatAbilitiesCanGiveIsReachedByLegalMoves() {
        for (DomainStatus before : reachable()) {
            for (DomainStatus after : reachable())
                assertThat(before.mayBecome(after) || after == DomainStatus.NOT_STARTED || isNever(before, after))
                        .as(before + " to " + after)
                        .isTrue();
        }
    }

    /// Nobody looks for records before the first request, which makes a domain pending; and what failed altogether
    /// has nothing left to lose.
    private static boolean isNever(DomainStatus before, DomainStatus after) {
        return before == DomainStatus.NOT_STARTED
                || (before == DomainStatus.FAILED && after == DomainStatus.TEMPORARY_FAILURE)
                || (before == DomainStatus.VERIFIED && after == DomainStatus.PARTIALLY_FAILED);
    }

    private static List<DomainStatus> reachable() {
        var found = new ArrayList<DomainStatus>();
        for (RecordStatus sending : RecordStatus.values()) {
            for (RecordStatus receiving : RecordStatus.values())
                found.add(DomainStatus.of(List.of(sending, receiving)));
        }
        return found.stream().distinct().toList();
    }

    private static <S extends Enum<S>> String draw(String page, String name, S[] states, BiPredicate<S, S> moves) {
        String diagram = Arrays.stream(states)
                .flatMap(from -> Arrays.stream(states)
                        .filter(to -> to != from && moves.test(from, to))
                        .map(to -> "    " + spell(from) + " --> " + spell(to)))
                .collect(Collectors.joining("\n", "```mermaid\nstateDiagram-v2\n    [*] --> not_started\n", "\n```"));
        return Pattern.compile("(<!-- generated: " + name + " -->\n).*?(<!-- end -->)", Pattern.DOTALL)
                .matcher(page)
                .replaceFirst("$1" + Matcher.quoteReplacement(diagram) + "\n$2");
    }

    private static String spell(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
