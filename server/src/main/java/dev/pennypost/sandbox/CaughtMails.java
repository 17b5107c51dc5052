package dev.pennypost.sandbox;

import dev.pennypost.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Every message that was caught, the newest of them up to a limit: `<id>.eml` with the octets as they came and
/// `<id>.json` with the envelope, and an index in memory. The envelope is written last, so a message without one was
/// never accepted.
///
/// Nothing is flushed to the disk itself: what is kept here survives the end of the process, and nobody expects a
/// sandbox to survive the end of the machine.
final class CaughtMails {
    private static final System.Logger LOG = System.getLogger(CaughtMails.class.getName());
    private static final String ENVELOPE = ".json";
    private static final String MESSAGE = ".eml";

    private final Path folder;
    private final int most;
    private final ConcurrentNavigableMap<UUID, CaughtMail> index = new ConcurrentSkipListMap<>();
    private final AtomicInteger count = new AtomicInteger(); // the map's own size() walks through all of it
    private final FutureTask<Boolean> oldMails = new FutureTask<>(this::readFolder, true);

    /// @param most how many are kept before the oldest are dropped
    CaughtMails(Path folder, int most) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.most = most;
        // Twenty thousand files take seconds to read and start-up must not wait; whoever looks at the index does.
        Thread.ofVirtual().name("sandbox-mail-index").start(oldMails);
    }

    /// Keeps a message. When this returns it survives the end of the process.
    void add(CaughtMail mail, byte[] message) throws IOException {
        Files.write(file(mail.id(), MESSAGE), message);
        Files.write(file(mail.id(), ENVELOPE), Json.bytes(mail));
        enter(mail);
    }

    /// The newest first.
    Stream<CaughtMail> newestFirst() {
        awaitOldMails();
        return index.descendingMap().values().stream();
    }

    Optional<CaughtMail> get(UUID id) {
        awaitOldMails();
        return Optional.ofNullable(index.get(id));
    }

    /// The octets as they came over SMTP; nothing when the mail is gone.
    Optional<byte[]> message(UUID id) {
        try {
            return Optional.of(Files.readAllBytes(file(id, MESSAGE)));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Deletes every mail that is here now; what comes in meanwhile stays.
    void clear() {
        awaitOldMails();
        for (CaughtMail mail : List.copyOf(index.values())) drop(mail);
    }

    private void enter(CaughtMail mail) {
        if (index.put(mail.id(), mail) == null) count.incrementAndGet();
        while (count.get() > most) {
            var oldest = index.firstEntry();
            if (oldest == null) return;
            drop(oldest.getValue());
        }
    }

    private void drop(CaughtMail mail) {
        if (!index.remove(mail.id(), mail)) return;
        count.decrementAndGet();
        try {
            Files.deleteIfExists(file(mail.id(), ENVELOPE));
            Files.deleteIfExists(file(mail.id(), MESSAGE));
        } catch (IOException stays) {
            LOG.log(System.Logger.Level.WARNING, "cannot delete mail {0}: {1}", mail.id(), stays);
        }
    }

    private void readFolder() {
        try (var envelopes = Files.newDirectoryStream(folder, "*" + ENVELOPE)) {
            for (Path file : envelopes) read(file).ifPresent(this::enter);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<CaughtMail> read(Path file) {
        try {
            return Optional.of(Json.read(Files.readString(file), CaughtMail.class));
        } catch (IOException | RuntimeException unreadable) {
            // One that is just being written is on its way into the index by itself.
            LOG.log(System.Logger.Level.DEBUG, "ignoring {0}: {1}", file, unreadable);
            return Optional.empty();
        }
    }

    private void awaitOldMails() {
        try {
            oldMails.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (java.util.concurrent.ExecutionException unreadable) {
            throw new IllegalStateException("cannot read the mail in " + folder, unreadable.getCause());
        }
    }

    private Path file(UUID id, String ending) {
        return folder.resolve(id + ending);
    }
}
