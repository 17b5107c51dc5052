package dev.pennypost.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a server that runs on a JVM takes of memory, in kilobytes.
final class ServerMemory {
    /// A line of a class histogram: number, instances, bytes, name.
    private static final Pattern CLASS = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +(\\S+)");

    private final String pid;

    ServerMemory(String pid) {
        this.pid = pid;
    }

    /// What the operating system has given it.
    long resident() {
        try {
            return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /// What its heap holds that is still needed. Counted by class, because the serial collector leaves some of the
    /// dead where they lie, in proportion to the size of the heap, and calls it used.
    long live() {
        long bytes = CLASS.matcher(jcmd("GC.class_histogram"))
                .results()
                .filter(line -> !line.group(2).contains("FillerElement"))
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
        if (bytes == 0) throw new IllegalStateException("jcmd told nothing of process " + pid);
        return bytes / 1024;
    }

    private String jcmd(String command) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            pid,
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
