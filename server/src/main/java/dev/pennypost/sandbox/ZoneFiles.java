package dev.pennypost.sandbox;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Zone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/// Zones on disk, one master file each, so that a restart serves what was served before. A comment on the first line
/// says what kind of zone it is and which domain it was made for.
final class ZoneFiles {
    private static final System.Logger LOG = System.getLogger(ZoneFiles.class.getName());

    private final Path folder;

    ZoneFiles(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /// Writes the file so that it is complete whenever it is read.
    void write(ServedZone served) {
        try {
            Path draft = Files.createTempFile(folder, ".zone", ".tmp");
            try {
                String head = "; " + served.state().word() + " " + served.owner() + "\n";
                Files.writeString(draft, head + served.zone().text());
                Files.move(draft, file(served.zone().origin()), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /// What was last written; a file that cannot be read is as good as none.
    Optional<ServedZone> read(DomainName origin) {
        try {
            String text = Files.readString(file(origin));
            String[] first = text.substring(0, text.indexOf('\n')).strip().split(" ", -1);
            return Optional.of(new ServedZone(
                    ZoneState.of(first[1]), new DomainId(UUID.fromString(first[2])), Zone.parse(origin, text)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | RuntimeException unreadable) {
            LOG.log(System.Logger.Level.WARNING, () -> "ignoring the zone in " + file(origin), unreadable);
            return Optional.empty();
        }
    }

    void delete(DomainName origin) {
        try {
            Files.deleteIfExists(file(origin));
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }

    /// The name of an added domain is made of letters, digits, hyphens and dots: fit for a file name.
    private Path file(DomainName origin) {
        return folder.resolve(origin.ascii() + ".zone");
    }
}
