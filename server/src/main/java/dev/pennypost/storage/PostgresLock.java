package dev.pennypost.storage;

import dev.pennypost.storage.EmbeddedPostgres.DataDirectoryInUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Our claim to a data directory: a lock on `pennypost.lock`, which holds our process id for whoever comes second.
/// The kernel drops it when we die, however we die.
final class PostgresLock implements AutoCloseable {
    // POSIX drops a process's locks on a file as soon as any of its descriptors of that file closes (fcntl(2)), so a
    // second try within this process must be refused before it opens the file. What the process holds is a fact
    // about the process; hence the one static.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path data;
    private final FileChannel channel;

    private PostgresLock(Path data, FileChannel channel) {
        this.data = data;
        this.channel = channel;
    }

    /// Takes the lock at once or not at all; `data` is a real path.
    static PostgresLock take(Path data) throws IOException {
        String ourPid = Long.toString(ProcessHandle.current().pid());
        if (!HELD.add(data)) throw new DataDirectoryInUse(data, ourPid);
        try {
            return new PostgresLock(data, lockedChannel(data, ourPid));
        } catch (IOException | RuntimeException failure) {
            HELD.remove(data);
            throw failure;
        }
    }

    private static FileChannel lockedChannel(Path data, String ourPid) throws IOException {
        FileChannel channel = FileChannel.open(
                data.resolve("pennypost.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) throw new DataDirectoryInUse(data, holder(channel));
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(ourPid.getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
        return text.isBlank() ? "(unknown)" : text.strip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            HELD.remove(data);
        }
    }
}
