package dev.pennypost.returnpath;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A folder of mail as mail programs read it: a file for each message, written under `tmp` and moved to `new`.
record Maildir(Path folder) {
    /// Unread ones; whoever reads moves them to `cur`.
    static final int MOST = 1_000;

    /// Writes a message down, so that it is there after the machine has stopped.
    ///
    /// @param name nobody else's
    /// @return false when too many were not read yet
    boolean add(String name, List<byte[]> parts) throws IOException {
        Path unread = Files.createDirectories(folder.resolve("new"));
        Path writing = Files.createDirectories(folder.resolve("tmp"));
        Files.createDirectories(folder.resolve("cur"));
        try (var files = Files.list(unread)) {
            if (files.limit(MOST).count() == MOST) return false;
        }
        Path file = writing.resolve(name);
        try (var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (byte[] part : parts) for (var left = ByteBuffer.wrap(part); left.hasRemaining(); ) out.write(left);
            out.force(true);
        }
        Files.move(file, unread.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        try (var entries = FileChannel.open(unread, StandardOpenOption.READ)) {
            entries.force(true);
        }
        return true;
    }
}
