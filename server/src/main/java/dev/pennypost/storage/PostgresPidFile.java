package dev.pennypost.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a server says about itself in `postmaster.pid` of its cluster: its process id and whether it accepts
/// connections. A server that was killed leaves the file behind, and the id may belong to somebody else by now.
record PostgresPidFile(long pid, int port, boolean isReady) {
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    static Path in(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    static Optional<PostgresPidFile> read(Path cluster) {
        try {
            return parse(Files.readAllLines(in(cluster), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Optional<PostgresPidFile> parse(List<String> lines) {
        try {
            boolean ready =
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
            // A single-user server writes its id as a negative number.
            long pid = Math.abs(Long.parseLong(lines.getFirst().strip()));
            int port = lines.size() > PORT_LINE
                    ? Integer.parseInt(lines.get(PORT_LINE).strip())
                    : 0;
            return Optional.of(new PostgresPidFile(pid, port, ready));
        } catch (NumberFormatException | java.util.NoSuchElementException halfWritten) {
            return Optional.empty();
        }
    }
}
