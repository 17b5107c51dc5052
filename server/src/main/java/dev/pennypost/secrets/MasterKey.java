package dev.pennypost.secrets;

import dev.pennypost.config.CannotStart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/// The operator's key that encrypts every other secret: from the settings, or from a file in the data directory that is
/// made on the first start.
public final class MasterKey {
    private static final int LENGTH = 32;

    private MasterKey() {}

    /// The 32 octets of the key.
    ///
    /// @throws CannotStart when it is not a key, or the file cannot be read or made
    public static byte[] load(SecretsConfig config, Path dataDir, SecureRandom random) {
        if (!config.masterKey().isEmpty()) return decode(config.masterKey().reveal(), "secrets.master-key");
        Path file = dataDir.resolve("master.key");
        try {
            if (!Files.exists(file)) make(file, random);
            return decode(Files.readString(file, StandardCharsets.US_ASCII), file.toString());
        } catch (IOException broken) {
            throw new CannotStart("cannot read or make the master key in " + file + ": " + broken.getMessage(), broken);
        }
    }

    private static byte[] decode(String text, String where) {
        try {
            byte[] key = Base64.getDecoder().decode(text.strip());
            if (key.length == LENGTH) return key;
        } catch (IllegalArgumentException notBase64) {
            // told below, together with keys of another length
        }
        throw new CannotStart(where + " must be the base64 of 32 bytes, as `openssl rand -base64 32` prints them");
    }

    /// The file appears complete or not at all, and never replaces another: losing a master key loses what it sealed.
    private static void make(Path file, SecureRandom random) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = folder.resolve("master.key." + random.nextLong() + ".tmp");
        try {
            write(draft, encoded(random));
            publish(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
        sync(folder);
    }

    private static String encoded(SecureRandom random) {
        byte[] key = new byte[LENGTH];
        random.nextBytes(key);
        return Base64.getEncoder().encodeToString(key) + "\n";
    }

    private static void write(Path draft, String text) throws IOException {
        var onlyForUs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(draft, options, onlyForUs)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
    }

    private static void publish(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException madeByAnother) {
            // then that one is the key
        } catch (UnsupportedOperationException noLinksHere) {
            Files.move(draft, file);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
