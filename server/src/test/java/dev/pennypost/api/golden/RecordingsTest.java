package dev.pennypost.api.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pennypost.api.golden.Recording.Pair;
import dev.pennypost.api.golden.Resemblance.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Conversations that the Node SDK's tests had with Resend, had with us: equal up to ids, times and tokens, and up to
/// what was decided otherwise. Those that need a route we do not have are counted and join when we do.
class RecordingsTest {
    private static final Path FILE = Path.of(
                    Objects.requireNonNullElse(System.getProperty("pennypost.root"), ".."),
                    "../shared/contract/recordings.txt")
            .toAbsolutePath()
            .normalize();
    private static final String BEFORE_SEGMENTS = "was recorded before audiences were called segments";
    private static final String BOTH = "contract §32, row 4: `id` as documented, beside `contact` as recorded";

    /// Where we answer otherwise on purpose.
    private static final List<Decided> DECIDED = List.of(
            new Decided("POST /api-keys", "/object", "contract §32, row 8: no SDK knows an object here"),
            new Decided("DELETE /api-keys/{}", "/object", "contract §32, row 8: `api_key`, as documented, not `list`"),
            new Decided("POST /segments", "/object", BEFORE_SEGMENTS),
            new Decided("DELETE /segments/{}", "/object", BEFORE_SEGMENTS),
            new Decided("DELETE /contacts/{}", "/id", BOTH),
            new Decided("DELETE /audiences/{}/contacts/{}", "/id", BOTH),
            new Decided("GET /audiences/{}/contacts/{}", "/properties", "contract §16.3: always there"));

    private static final GoldenWorld world = new GoldenWorld();
    private static final List<String> routes =
            GoldenWorld.routes(world.dialects().getFirst());
    private static final Set<Decided> seen = new HashSet<>();
    private static final List<Replayed> replayed = new ArrayList<>();
    private static final Set<String> lacking = new TreeSet<>();

    /// @param route with its parameters' names left out
    private record Decided(String route, String pointer, String reason) {
        boolean covers(Pair pair, Difference difference) {
            return difference.pointer().equals(pointer) && pair.fits(route);
        }
    }

    /// @param differences those that nobody decided
    record Replayed(Recording recording, List<String> differences) {
        @Override
        public String toString() {
            return recording.toString();
        }
    }

    @BeforeAll
    static void replay() throws IOException {
        assumeTrue(Files.exists(FILE), "no recordings at " + FILE);
        int skipped = 0;
        for (Recording recording : Recording.read(FILE)) {
            var missing = recording.pairs().stream()
                    .filter(pair -> route(pair).isEmpty())
                    .toList();
            if (missing.isEmpty()) {
                replayed.add(new Replayed(recording, differences(recording)));
            } else {
                skipped++;
                missing.forEach(pair -> lacking.add(pair.path().split("[/?]", 3)[1]));
            }
        }
        System.out.printf(
                "recordings: %d replayed, %d skipped for lack of routes of %s%n", replayed.size(), skipped, lacking);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    static Stream<Replayed> replayed() {
        return replayed.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replayed")
    void answersAsRecorded(Replayed replayed) {
        assertThat(replayed.differences()).isEmpty();
    }

    @Test
    void replaysWhatItHasRoutesFor() {
        assertThat(lacking).doesNotContain("api-keys");
        assertThat(replayed).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void knowsNoDecisionThatChangesNothing() {
        var pairs = replayed.stream()
                .flatMap(one -> one.recording().pairs().stream())
                .toList();
        var unseen = DECIDED.stream()
                .filter(decided -> pairs.stream().anyMatch(pair -> pair.fits(decided.route)))
                .filter(decided -> !seen.contains(decided))
                .toList();
        assertThat(unseen).isEmpty();
    }

    private static List<String> differences(Recording recording) throws IOException {
        var resemblance = new Resemblance();
        var differences = new ArrayList<String>();
        try (var wire = new Wire(world, world.newKey())) {
            for (Pair pair : recording.pairs()) {
                var answer = wire.node(pair.method(), resemblance.asked(pair.path()), resemblance.asked(pair.body()));
                String asked = pair.method() + " " + pair.path() + ": ";
                if (answer.status() != pair.status())
                    differences.add(asked + "recorded " + pair.status() + ", answered " + answer);
                for (Difference difference : resemblance.differences(pair, answer.body()))
                    if (decided(pair, difference).isEmpty()) differences.add(asked + difference);
            }
        }
        return differences;
    }

    private static Optional<Decided> decided(Pair pair, Difference difference) {
        var decided =
                DECIDED.stream().filter(one -> one.covers(pair, difference)).findFirst();
        decided.ifPresent(seen::add);
        return decided;
    }

    private static Optional<String> route(Pair pair) {
        return routes.stream().filter(pair::fits).findFirst();
    }
}
