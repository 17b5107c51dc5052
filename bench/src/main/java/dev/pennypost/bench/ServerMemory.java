package dev.pennypost.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a server that runs on a JVM takes of memory, in kilobytes.
final class ServerMemory {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

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

    /// What its heap holds that is still needed: everything else is collected first.
    long live() {
        jcmd("GC.run");
        String heap = jcmd("GC.heap_info").split("Metaspace", 2)[0];
        return USED.matcher(heap)
                .results()
                .mapToLong(generation -> Long.parseLong(generation.group(1)))
                .sum();
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
