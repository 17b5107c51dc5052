package dev.pennypost.api.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.keys.Permission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every documented example of the four dialects' domain routes: the request, and the answer field by field.
class GoldenTest {
    private static final Path FOLDER = Path.of(System.getProperty("pennypost.root", ".."))
            .resolve("server/src/test/resources/golden")
            .toAbsolutePath()
            .normalize();
    private static final GoldenWorld world = new GoldenWorld();
    private static final HttpClient http = HttpClient.newHttpClient();

    @AfterAll
    static void close() {
        http.close();
        world.close();
    }

    static Stream<Golden> files() throws IOException {
        try (var files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".http")).sorted().map(Golden::read).toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void answersAsDocumented(Golden golden) {
        world.clear();
        var places = new Placeholders();
        places.put("upstream-url", world.url());
        places.put("upstream-key", world.newKey());
        places.put("members-key", world.newKey(Permission.TEAM_ACCESS));
        places.put("api-key", world.newKey());
        for (Golden.Step step : golden.steps()) {
            switch (step) {
                case Golden.Step.Instruction(var word, var argument) -> world.obey(word, places.fill(argument));
                case Golden.Step.Exchange exchange -> check(exchange, places);
            }
        }
    }

    private static void check(Golden.Step.Exchange exchange, Placeholders places) {
        String path = places.fill(exchange.path());
        int colon = path.startsWith("/") ? 0 : path.indexOf(':') + 1;
        String key = places.fill(
                switch (path.substring(0, colon)) {
                    case "upstream:" -> "<upstream-key>";
                    case "members:" -> "<members-key>";
                    default -> "<api-key>";
                });
        var answer =
                ask(exchange.method(), path.substring(colon), exchange.headers(), places.fill(exchange.body()), key);
        String asked = exchange.method() + " " + path;
        assertThat(answer.statusCode()).as("%s: %s", asked, answer.body()).isEqualTo(exchange.status());
        List<String> differences = places.differences(exchange.answer(), answer.body());
        assertThat(differences).as("%s:%n%s", asked, answer.body()).isEmpty();
    }

    private static HttpResponse<String> ask(String method, String path, List<String> headers, String body, String key) {
        var request = HttpRequest.newBuilder(URI.create(world.url() + path))
                .header("Authorization", "Bearer " + key)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (String header : headers) {
            int colon = header.indexOf(':');
            request.header(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
