package dev.pennypost;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file in the data directory that tells commands where the operators' listener of a running server is.
record AdminFile(Path file) implements AutoCloseable {
    private static final String NAME = "admin";

    static AdminFile write(Path dataDir, HostPort address) {
        Path file = dataDir.resolve(NAME);
        try {
            Files.writeString(file, address + "\n", StandardCharsets.US_ASCII);
            return new AdminFile(file);
        } catch (IOException unwritable) {
            throw new CannotStart("cannot write " + file + ": " + unwritable.getMessage(), unwritable);
        }
    }

    /// Where the listener is: where the file says, else where the settings want it.
    static HostPort read(Settings settings) {
        try {
            String text = Files.readString(settings.dataDir().resolve(NAME), StandardCharsets.US_ASCII);
            return HostPort.parse(text.strip());
        } catch (IOException | IllegalArgumentException none) {
            return settings.admin().listen();
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
