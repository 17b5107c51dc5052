package dev.pennypost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.Settings;
import dev.pennypost.config.CannotStart;
import dev.pennypost.logging.Logging;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real processes, because signals and exit codes belong to them.
@Timeout(60)
class LifetimeTest {
    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void tellsThatItServesThenClosesOnATerminationAndEndsWithZero() throws Exception {
        Path readyFile = folder.resolve("ready.json");
        Process process = start("serving", "--ready-file", readyFile.toString());
        assertThat(linesUntil(process, "DNS"))
                .contains("Pennypost is running. Nothing leaves this machine.", "  API key    re_secret");
        assertThat(Files.readString(readyFile)).isEqualTo(ReadyTest.SANDBOX.json(process.pid()));
        process.destroy();
        assertThat(process.waitFor()).isZero();
        assertThat(log()).contains("INFO  Lifetime  stopping", "closed in order", "INFO  Lifetime  stopped");
    }

    @Test
    void givesUpOnAStopThatTakesTooLong() throws Exception {
        Process process = start("stubborn");
        linesUntil(process, "DNS");
        long from = System.nanoTime();
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(20));
        assertThat(log()).contains("did not stop within 9 s");
    }

    @Test
    void endsWithOneWhenItCannotStart() throws Exception {
        Process process = start("unable");
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(log()).isEqualTo("pennypost: the data directory is in use\n");
    }

    @Test
    void closesAndEndsWithOneWhenItCannotSayThatItServes() throws Exception {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        Process process = start(
                "serving", "--ready-file", notAFolder.resolve("ready.json").toString());
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(log()).contains("cannot ", "ready.json");
    }

    private Process start(String behaviour, String... options) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Product.class.getName(),
                behaviour,
                "dev"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("log").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static List<String> linesUntil(Process process, String word) throws IOException {
        var lines = new ArrayList<String>();
        BufferedReader reader = process.inputReader(UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.contains(word)) break;
        }
        return lines;
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /// The command line over a product that behaves as its first argument says.
    static final class Product extends IdleLauncher {
        private final String behaviour;

        private Product(String behaviour) {
            this.behaviour = behaviour;
        }

        public static void main(String[] args) {
            Logging.claim();
            String[] command = List.of(args).subList(1, args.length).toArray(String[]::new);
            System.exit(Cli.run(Surroundings.ofProcess(new Product(args[0])), command));
        }

        @Override
        public Serving dev(Settings settings, Sandbox sandbox) {
            if (behaviour.equals("unable")) throw new CannotStart("the data directory is in use");
            return new Serving() {
                @Override
                public Ready ready() {
                    return ReadyTest.SANDBOX;
                }

                @Override
                public void close() {
                    if (behaviour.equals("stubborn")) hang();
                    System.getLogger("test").log(System.Logger.Level.INFO, "closed in order");
                }
            };
        }

        private static void hang() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
