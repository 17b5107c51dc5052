package dev.pennypost.sandbox;

import dev.pennypost.config.CannotStart;
import dev.pennypost.keys.Caller;
import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import dev.pennypost.teams.TeamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The API key of the sandbox, which stays the same over restarts: kept in a file for the owner only.
public final class DevelopmentKey {
    private DevelopmentKey() {}

    /// The token in the file, or a new one when there is none or it lets nobody in.
    ///
    /// @throws CannotStart when the file cannot be read or written
    public static String keptAt(Path file, Keys keys, TeamId team) {
        try {
            Optional<String> kept = read(file).filter(token -> opens(token, keys, team));
            return kept.isPresent() ? kept.get() : make(file, keys, team);
        } catch (IOException broken) {
            throw new CannotStart("cannot keep the API key in " + file + ": " + broken.getMessage(), broken);
        }
    }

    private static Optional<String> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    private static boolean opens(String token, Keys keys, TeamId team) {
        Optional<Caller> caller = keys.authenticate(token);
        return caller.isPresent()
                && caller.get().team().equals(team)
                && caller.get().permission() == Permission.FULL_ACCESS;
    }

    private static String make(Path file, Keys keys, TeamId team) throws IOException {
        String token = keys.create(team, "Development", Permission.FULL_ACCESS, null)
                .token()
                .reveal();
        // A temporary file can be read by its owner only.
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".dev-api-key", ".tmp");
        try {
            Files.writeString(draft, token + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        return token;
    }
}
