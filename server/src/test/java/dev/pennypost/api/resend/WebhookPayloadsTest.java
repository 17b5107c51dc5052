package dev.pennypost.api.resend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pennypost.PublishedEvents;
import dev.pennypost.json.Json;
import dev.pennypost.webhooks.EventTypes;
import dev.pennypost.webhooks.WebhookSpelling.Spelled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What endpoints are told, type by type, held against files that were made from the documentation.
class WebhookPayloadsTest {
    /// The OpenAPI document is older than this field, which the contract has (§22.3).
    private static final List<String> NEWER_THAN_THE_DOCUMENT = List.of("/data/message_id is not documented");

    static List<WebhookExample> examples() {
        return WebhookExample.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isWordForWordWhatTheGoldenFileSays(WebhookExample example) {
        Spelled spelled =
                new ResendEvents().spell(example.happened(), example.at()).orElseThrow();
        assertThat(spelled.type()).isEqualTo(example.name());
        assertThat(pretty(spelled.json())).isEqualTo(pretty(Json.write(example.told())));
        assertThat(spelled.json()).isEqualTo(Json.write(example.told()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isWhatTheOpenApiDocumentSays(WebhookExample example) {
        var schema = DocumentedSchema.read();
        assumeTrue(schema.isPresent(), "the OpenAPI document is not at hand");
        assumeTrue(schema.get().knows(example.name()), "newer than the document: " + example);
        assertThat(schema.get().faults(example.name(), example.told()))
                .filteredOn(fault -> !NEWER_THAN_THE_DOCUMENT.contains(fault))
                .isEmpty();
    }

    @Test
    void haveAGoldenFileForEveryKindOfEventThatAFeaturePublishes() {
        var shown = examples().stream().map(WebhookExample::kind).collect(Collectors.toSet());
        assertThat(PublishedEvents.kinds())
                .extracting(Class::getSimpleName)
                .filteredOn(kind -> !untold().containsKey(kind))
                .as("neither a golden file nor a reason in untold.txt")
                .isSubsetOf(shown);
    }

    @Test
    void areToldForEveryNameThatCanBeAskedForUnlessThereIsAReason() {
        var told = examples().stream().map(WebhookExample::name).collect(Collectors.toSet());
        var silent = new TreeSet<>(EventTypes.all());
        silent.removeAll(told);
        assertThat(EventTypes.all()).containsAll(told);
        assertThat(untold().keySet().stream().filter(name -> name.contains(".")))
                .as("the names in untold.txt")
                .containsExactlyInAnyOrderElementsOf(silent);
    }

    @Test
    void haveReasonsOnlyForKindsThatArePublished() {
        assertThat(untold().keySet().stream().filter(name -> !name.contains(".")))
                .isSubsetOf(PublishedEvents.kinds().stream()
                        .<String>map(Class::getSimpleName)
                        .toList());
    }

    /// What endpoints are not told, with the reason: names that nothing publishes, and kinds of events without a name.
    private static Map<String, String> untold() {
        try (var lines = Files.lines(WebhookExample.FOLDER.resolve("untold.txt"))) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(": ", 2))
                    .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String pretty(String json) {
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(Json.MAPPER.readTree(json));
    }
}
