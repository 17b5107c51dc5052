package dev.pennypost;

import dev.pennypost.accounts.Accounts;
import dev.pennypost.config.CannotStart;
import dev.pennypost.dashboard.shell.Paths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The file in the data directory with the token that whoever makes the first account has to know. It is there as long
/// as nobody has one.
final class SetupFile {
    private static final System.Logger LOG = System.getLogger(SetupFile.class.getName());
    private static final String NAME = "setup-token";

    private SetupFile() {}

    /// @param url where the dashboard is, without a slash at its end
    static void keep(Path dataDir, Accounts accounts, String url) {
        Path file = dataDir.resolve(NAME);
        try {
            Files.deleteIfExists(file);
            if (accounts.isEmpty()) write(file, accounts.setupToken(), url);
        } catch (IOException unwritable) {
            throw new CannotStart("cannot write " + file + ": " + unwritable.getMessage(), unwritable);
        }
    }

    /// Nobody but the owner may read it, from its first moment on.
    private static void write(Path file, String token, String url) throws IOException {
        var ownersOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.writeString(Files.createFile(file, ownersOnly), token + "\n", StandardCharsets.US_ASCII);
        LOG.log(
                System.Logger.Level.WARNING,
                "nobody has an account yet: make the first one at {0}, with the setup token in {1}, or with"
                        + " `pennypost account create`",
                url + Paths.MOUNT + "/setup?token=" + token,
                file);
    }
}
