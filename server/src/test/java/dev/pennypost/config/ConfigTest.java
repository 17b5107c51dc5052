package dev.pennypost.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    enum Shade {
        LIGHT_BLUE,
        RED
    }

    record Garden(
            @Key(value = "Where.", or = "./garden") Path plot,
            @Key("The pond.") Pond pond,
            @Key("The shed.") Shed shed) {}

    record Pond(
            @Key(value = "How many.", or = "3") int goldFish,
            @Key(value = "How much.", or = "5000000000") long litres,
            @Key(value = "Frozen?", or = "false") boolean frozen,
            @Key(value = "Colour.", or = "light-blue") Shade shade,
            @Key(value = "Between feedings.", or = "12h") Duration feeding) {
        Pond {
            if (goldFish < 0) throw new IllegalArgumentException("pond.gold-fish cannot be negative");
        }
    }

    record Shed(
            @Key("Name.") String name,
            @Key("Lock.") Secret lock,
            @Key(value = "Door.", or = "127.0.0.1:80") HostPort door,
            @Key("Tools.") List<String> tools,
            @Key("Windows.") List<HostPort> windows,
            @Key("Shelves.") Map<String, HostPort> shelves) {}

    @TempDir
    Path folder;

    @Test
    void hasDefaultsForEveryKey() {
        assertThat(Config.of(Garden.class).load().settings())
                .isEqualTo(new Garden(
                        Path.of("./garden"),
                        new Pond(3, 5_000_000_000L, false, Shade.LIGHT_BLUE, Duration.ofHours(12)),
                        new Shed("", new Secret(""), at("127.0.0.1:80"), List.of(), List.of(), Map.of())));
    }

    @Test
    void readsEveryKindFromTheFile() throws IOException {
        Path file = file("""
                plot = "/srv/garden"
                [pond]
                gold-fish = 7
                litres = 6_000_000_000
                frozen = true
                shade = "red"
                feeding = "90s"
                [shed]
                name = "Old #1"
                lock = "sesame"
                door = "[::1]:25"
                tools = ["rake", "spade"]
                windows = ["a:1", "b:2"]
                [shed.shelves]
                "*" = "127.0.0.1:2525"
                "example.com" = "10.0.0.1:25"
                """);
        assertThat(Config.of(Garden.class).file(file).load().settings())
                .isEqualTo(new Garden(
                        Path.of("/srv/garden"),
                        new Pond(7, 6_000_000_000L, true, Shade.RED, Duration.ofSeconds(90)),
                        new Shed(
                                "Old #1",
                                new Secret("sesame"),
                                at("[::1]:25"),
                                List.of("rake", "spade"),
                                List.of(at("a:1"), at("b:2")),
                                Map.of("*", at("127.0.0.1:2525"), "example.com", at("10.0.0.1:25")))));
    }

    @Test
    void readsEveryKindFromTheEnvironment() {
        var variables = Map.ofEntries(
                Map.entry("PENNYPOST_PLOT", "/srv/garden"),
                Map.entry("PENNYPOST_POND_GOLD_FISH", "7"),
                Map.entry("PENNYPOST_POND_LITRES", "6000000000"),
                Map.entry("PENNYPOST_POND_FROZEN", "true"),
                Map.entry("PENNYPOST_POND_SHADE", "red"),
                Map.entry("PENNYPOST_POND_FEEDING", "250ms"),
                Map.entry("PENNYPOST_SHED_NAME", "Old, but good"),
                Map.entry("PENNYPOST_SHED_LOCK", "sesame"),
                Map.entry("PENNYPOST_SHED_DOOR", "[::1]:25"),
                Map.entry("PENNYPOST_SHED_TOOLS", "rake, spade"),
                Map.entry("PENNYPOST_SHED_WINDOWS", "a:1,b:2"),
                Map.entry("PENNYPOST_SHED_SHELVES", "*=127.0.0.1:2525,example.com=10.0.0.1:25"),
                Map.entry("PATH", "/usr/bin"));
        assertThat(Config.of(Garden.class)
                        .environment(variables, Set.of())
                        .load()
                        .settings())
                .isEqualTo(new Garden(
                        Path.of("/srv/garden"),
                        new Pond(7, 6_000_000_000L, true, Shade.RED, Duration.ofMillis(250)),
                        new Shed(
                                "Old, but good",
                                new Secret("sesame"),
                                at("[::1]:25"),
                                List.of("rake", "spade"),
                                List.of(at("a:1"), at("b:2")),
                                Map.of("*", at("127.0.0.1:2525"), "example.com", at("10.0.0.1:25")))));
    }

    @Test
    void letsTheEnvironmentWinOverTheFileAndTheFileOverWhatACommandPrefers() throws IOException {
        Config<Garden> config = Config.of(Garden.class)
                .prefer("pond.gold-fish", "4", "dev")
                .prefer("pond.litres", "40", "dev")
                .file(file("pond.gold-fish = 5\nshed.name = \"file\""))
                .environment(Map.of("PENNYPOST_SHED_NAME", "environment"), Set.of())
                .load();
        assertThat(config.settings().pond().litres()).isEqualTo(40);
        assertThat(config.settings().pond().goldFish()).isEqualTo(5);
        assertThat(config.settings().shed().name()).isEqualTo("environment");
    }

    @Test
    void tellsWhichVariablesACommandOverrules() {
        Config<Garden> config = Config.of(Garden.class)
                .environment(Map.of("PENNYPOST_SHED_NAME", "x"), Set.of())
                .require("shed.name", "", "dev")
                .load();
        assertThat(config.settings().shed().name()).isEmpty();
        assertThat(config.overruled()).containsExactly("PENNYPOST_SHED_NAME");
    }

    @Test
    void listsEverythingThatIsWrongAtOnce() throws IOException {
        Path file = file("""
                plott = "x"
                [pond]
                gold_fish = 1
                litres = "many"
                shade = "green"
                [shed]
                door = "nowhere"
                tools = "rake"
                windows = [1]
                gold-fish = 2
                [pondd]
                frozen = true
                """);
        var bad = catchThrowableOfType(
                BadConfig.class,
                () -> Config.of(Garden.class)
                        .file(file)
                        .environment(Map.of("PENNYPOST_POND_FROZEN", "yes", "PENNYPOST_SHED_NAMES", "x"), Set.of())
                        .load());
        assertThat(bad.problems())
                .containsExactly(
                        "unknown key plott in " + file + "; did you mean plot?",
                        "unknown key pond.gold_fish in " + file + "; did you mean pond.gold-fish?",
                        "pond.litres in " + file + " is \"many\"; expected a whole number",
                        "pond.shade in " + file + " is \"green\"; expected one of light-blue, red",
                        "shed.door in " + file + " is \"nowhere\"; expected host:port",
                        "shed.tools in " + file + " is \"rake\"; expected a list, each item a text",
                        "shed.windows in " + file + " is [1]; expected a list, each item host:port",
                        "unknown key shed.gold-fish in " + file + "; did you mean pond.gold-fish?",
                        "unknown section [pondd] in " + file + "; did you mean pond?",
                        "PENNYPOST_POND_FROZEN in the environment is \"yes\"; expected true or false",
                        "unknown variable PENNYPOST_SHED_NAMES in the environment; did you mean PENNYPOST_SHED_NAME?");
        assertThat(bad).hasMessageStartingWith("the configuration has 11 problems:\n  unknown key plott");
    }

    @Test
    void doesNotShowASecretOfTheWrongKind() throws IOException {
        Path file = file("shed.lock = 12345");
        assertThatThrownBy(() -> Config.of(Garden.class).file(file).load())
                .hasMessage("shed.lock in " + file + " is not shown; expected a text");
    }

    @Test
    void refusesNumbersThatDoNotFit() throws IOException {
        Path file = file("pond.gold-fish = 3_000_000_000");
        assertThatThrownBy(() -> Config.of(Garden.class).file(file).load())
                .hasMessageEndingWith("is 3000000000; expected a whole number");
    }

    @Test
    void tellsWhatARecordRefuses() throws IOException {
        Path file = file("pond.gold-fish = -1");
        assertThatThrownBy(() -> Config.of(Garden.class).file(file).load())
                .isInstanceOf(BadConfig.class)
                .hasMessage("pond.gold-fish cannot be negative");
    }

    @Test
    void refusesAValueWhereASectionBelongs() throws IOException {
        Path file = file("pond = 3");
        assertThatThrownBy(() -> Config.of(Garden.class).file(file).load())
                .hasMessage("pond in " + file + " is a section: write [pond] above its keys");
    }

    @Test
    void namesTheLineThatIsNotToml() throws IOException {
        Path file = file("plot = \"a\"\n\nnonsense here");
        assertThatThrownBy(() -> Config.of(Garden.class).file(file).load())
                .isInstanceOf(BadConfig.class)
                .hasMessageStartingWith(file + " is not TOML: line 3, ");
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> Config.of(Garden.class)
                        .file(folder.resolve("none.toml"))
                        .load())
                .isInstanceOf(BadConfig.class)
                .hasMessage("there is no file " + folder.resolve("none.toml"));
    }

    @Test
    void leavesVariablesOfOthersAlone() {
        var variables = Map.of("PENNYPOST_JAVA_HOME", "/jdk", "PENNYPOSTAL", "x");
        assertThat(Config.of(Garden.class)
                        .environment(variables, Set.of("PENNYPOST_JAVA_HOME"))
                        .load()
                        .overruled())
                .isEmpty();
    }

    @Test
    void printsWhereEachValueComesFromAndMasksSecrets() throws IOException {
        Path file = file("shed.lock = \"sesame\"\nshed.name = \"postgres://u:hush@db/x?password=hush&a=b\"");
        String printed = Config.of(Garden.class)
                .file(file)
                .environment(Map.of("PENNYPOST_SHED_TOOLS", "rake,spade"), Set.of())
                .require("plot", "/p", "dev --data")
                .load()
                .print();
        assertThat(printed).isEqualTo("""
                        plot = "/p"  # dev --data

                        [pond]
                        gold-fish = 3  # default
                        litres = 5000000000  # default
                        frozen = false  # default
                        shade = "light-blue"  # default
                        feeding = "43200s"  # default

                        [shed]
                        name = "postgres://u:•••@db/x?password=•••&a=b"  # %1$s
                        lock = "•••"  # %1$s
                        door = "127.0.0.1:80"  # default
                        tools = ["rake", "spade"]  # environment PENNYPOST_SHED_TOOLS
                        windows = []  # default
                        shelves = {}  # default
                        """.formatted(file));
    }

    record Keyring(@Key("Keys.") Map<String, Secret> keys) {}

    record House(@Key("Keyring.") Keyring keyring) {}

    @Test
    void masksSecretsInTables() throws IOException {
        String printed = Config.of(House.class)
                .file(file("[keyring.keys]\nfront = \"sesame\"\n"))
                .load()
                .print();

        assertThat(printed).contains("front").contains("•••").doesNotContain("sesame");
    }

    @Test
    void printsWhatItCanReadAgain() throws IOException {
        var before = Config.of(Garden.class)
                .environment(
                        Map.of(
                                "PENNYPOST_SHED_NAME", "a \"quoted\" \\ name\nwith\tcontrols",
                                "PENNYPOST_SHED_SHELVES", "*=127.0.0.1:1,example.com=b:2",
                                "PENNYPOST_POND_FEEDING", "1500ms"),
                        Set.of())
                .load();
        assertThat(Config.of(Garden.class).file(file(before.print())).load().settings())
                .isEqualTo(before.settings());
    }

    private Path file(String toml) throws IOException {
        return Files.writeString(folder.resolve("test.toml"), toml);
    }

    private static HostPort at(String text) {
        return HostPort.parse(text);
    }
}
