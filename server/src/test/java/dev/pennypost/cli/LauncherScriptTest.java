package dev.pennypost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./pennypost` in a tree of its own, with a JDK and a Maven that only say what they were asked.
class LauncherScriptTest {
    private static final Path ROOT = Path.of(System.getProperty("pennypost.root"));

    @TempDir
    Path folder;

    private Path tree = Path.of("");
    private Path jar = Path.of("");

    @BeforeEach
    void plantTree() throws IOException {
        tree = folder.resolve("a tree with spaces");
        jar = tree.resolve("server/target/pennypost.jar");
        for (String source :
                List.of("mail/src/main/A.java", "server/src/main/B.java", "pom.xml", "mail/pom.xml", "server/pom.xml"))
            write(source, "");
        Files.createDirectories(tree.resolve(".mvn"));
        Files.copy(ROOT.resolve("pennypost"), tree.resolve("pennypost"));
        Files.copy(ROOT.resolve(".mvn/jdk.sh"), tree.resolve(".mvn/jdk.sh"));
        executable(write("mvnw", """
                #!/bin/sh
                echo "maven: $*"
                mkdir -p server/target/lib && echo built > server/target/pennypost.jar
                """));
        write("jdk/release", "JAVA_VERSION=\"25.0.1\"\n");
        executable(write("jdk/bin/javac", "#!/bin/sh\n"));
        executable(write("jdk/bin/java", """
                #!/bin/sh
                for word in "$@"; do
                  case $word in -XX:AOTCacheOutput=*) : > "${word#*=}" ;; esac
                  [ "${last-}" != --ready-file ] || : > "$word"
                  last=$word
                  printf '[%s]' "$word"
                done
                """));
    }

    @Test
    void buildsOnceAndPassesEveryWordOn() throws Exception {
        Run first = run("keys", "create", "--name", "two words");
        assertThat(first.err())
                .contains("pennypost: Building Pennypost (first start or sources changed)…")
                .contains("maven: -q -Dmaven.test.skip=true package -pl server -am")
                .contains("pennypost: Preparing fast starts…");
        assertThat(first.out()).endsWith("[-jar][" + jar + "][keys][create][--name][two words]");
        assertThat(run("version").err()).isEmpty();
    }

    @Test
    void startsServersFromTheCache() throws Exception {
        run("version");
        assertThat(run("dev", "--open").out())
                .contains("[-XX:AOTCache=" + tree.resolve("server/target/pennypost.aot") + "]")
                .endsWith("[-jar][" + jar + "][dev][--open]");
        assertThat(run("version").out()).doesNotContain("AOTCache");
    }

    @Test
    void buildsAgainWhenASourceChanged() throws Exception {
        run("version");
        Files.setLastModifiedTime(
                tree.resolve("mail/src/main/A.java"),
                FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run("version").err()).contains("Building Pennypost");
    }

    @Test
    void canLeaveOutThePreparation() throws Exception {
        Run run = run(List.of("env", "PENNYPOST_FAST_START=no"), "dev");
        assertThat(run.err()).contains("Building Pennypost").doesNotContain("Preparing");
        assertThat(run.out()).doesNotContain("AOTCache");
    }

    @Test
    void takesOptionsForTheJvmAndAnotherCollector() throws Exception {
        assertThat(run("version").out()).contains("[-XX:+UseSerialGC]");
        assertThat(run(List.of("env", "PENNYPOST_JAVA_OPTS=-Xmx1g -XX:+UseG1GC"), "version")
                        .out())
                .contains("[-Xmx1g][-XX:+UseG1GC][-jar]")
                .doesNotContain("UseSerialGC");
    }

    @Test
    void worksThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("pp"), tree.resolve("pennypost"));
        assertThat(run(List.of(), link, "version").out()).endsWith("[-jar][" + jar + "][version]");
    }

    @Test
    void saysThatTheBuildFailed() throws Exception {
        executable(write("mvnw", "#!/bin/sh\necho 'does not compile'\nexit 1\n"));
        Run run = run("version");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("does not compile", "pennypost: the build failed; see above.");
    }

    private Run run(String... words) throws Exception {
        return run(List.of(), words);
    }

    private Run run(List<String> before, String... words) throws Exception {
        return run(before, tree.resolve("pennypost"), words);
    }

    private Run run(List<String> before, Path script, String... words) throws Exception {
        var command = new ArrayList<>(before);
        command.add(script.toString());
        command.addAll(List.of(words));
        Path err = folder.resolve("err");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PENNYPOST_"));
        builder.environment().put("PENNYPOST_JAVA_HOME", tree.resolve("jdk").toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), out, Files.readString(err));
    }

    private Path write(String path, String text) throws IOException {
        Path file = tree.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, text);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Run(int code, String out, String err) {}
}
