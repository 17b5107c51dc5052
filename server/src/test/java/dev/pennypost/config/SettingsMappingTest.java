package dev.pennypost.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every key of the product, also those that are added later: it has a default, and arrives from the file as well as
/// from the environment.
class SettingsMappingTest {
    private static final List<Setting> ALL = Section.root(Settings.class).all();

    @TempDir
    Path folder;

    @Test
    void startsWithoutAnySetting() {
        Settings defaults = Config.of(Settings.class).load().settings();
        assertThat(defaults.dataDir()).isEqualTo(Path.of("./data"));
        assertThat(defaults.http().listen()).isEqualTo(HostPort.parse("127.0.0.1:3460"));
        assertThat(defaults.admin().listen()).isEqualTo(HostPort.parse("127.0.0.1:3469"));
        assertThat(defaults.storage().url()).isEmpty();
        assertThat(defaults.secrets().masterKey().isEmpty()).isTrue();
        assertThat(defaults.dns().resolvers()).isEmpty();
        assertThat(defaults.delivery().transport()).isEmpty();
    }

    @Test
    void takesEveryKeyFromTheFile() throws IOException {
        String toml = ALL.stream()
                .map(setting -> setting.path() + " = " + setting.kind().write(other(setting)) + "\n")
                .collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("all.toml"), toml);
        assertThat(Config.of(Settings.class).file(file).load().print())
                .doesNotContain("# default")
                .satisfies(printed -> assertThat(printed.lines().filter(line -> line.endsWith("# " + file)))
                        .hasSameSizeAs(ALL));
    }

    @Test
    void takesEveryKeyFromTheEnvironment() {
        Map<String, String> variables =
                ALL.stream().collect(Collectors.toMap(Setting::variable, SettingsMappingTest::otherText));
        assertThat(Config.of(Settings.class)
                        .environment(variables, Set.of())
                        .load()
                        .print()
                        .lines()
                        .filter(line -> line.contains("# environment PENNYPOST_")))
                .hasSameSizeAs(ALL);
    }

    @Test
    void describesEveryKeyInSentences() {
        assertThat(ALL)
                .allSatisfy(setting ->
                        assertThat(setting.description()).as(setting.path()).endsWith("."));
    }

    @Test
    void namesNoVariableOfOthersLikeAKey() {
        assertThat(ALL).extracting(Setting::variable).doesNotContainAnyElementsOf(Settings.OTHER_VARIABLES.keySet());
    }

    private static Object other(Setting setting) {
        return setting.kind().parse(otherText(setting));
    }

    /// A value that every setting of its kind accepts and that is rarely the default.
    private static String otherText(Setting setting) {
        return switch (setting.kind()) {
            case Kind.Whole _ -> "77";
            case Kind.Truth _ -> "true";
            case Kind.Several(Kind.Text item) -> sample(item);
            case Kind.Table(Kind.Text item) -> "example.com=" + sample(item);
            case Kind.Text text -> sample(text);
            default -> throw new IllegalStateException(setting.path());
        };
    }

    private static String sample(Kind.Text text) {
        String expectation = text.expectation();
        if (expectation.equals("host:port")) return "192.0.2.1:77";
        if (expectation.startsWith("a duration")) return "77s";
        if (expectation.equals("an IP address")) return "192.0.2.7";
        return expectation.startsWith("one of ") ? expectation.replaceAll(".* ", "") : "other";
    }
}
