package dev.pennypost.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps what the server writes: the last lines for error messages, and a file that is set aside once when it has
/// grown to a megabyte, so that two megabytes is all it ever takes.
final class PostgresLog {
    private static final int LINES_KEPT = 30;
    private static final int FILE_LIMIT = 1 << 20;

    private final Path file;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread follower;
    private @Nullable Writer writer;
    private long written;

    private PostgresLog(Path file, BufferedReader output) {
        this.file = file;
        this.follower = Thread.ofPlatform().daemon().name("postgres-log").unstarted(() -> follow(output));
    }

    static PostgresLog follow(Process process, Path file) {
        var log = new PostgresLog(file, process.inputReader());
        log.follower.start();
        return log;
    }

    /// The last lines so far; of a server that has ended, its very last.
    List<String> lastLines() {
        synchronized (lastLines) {
            return List.copyOf(lastLines);
        }
    }

    /// Waits until everything the ended server wrote has been read.
    void finish() throws InterruptedException {
        follower.join(TimeUnit.SECONDS.toMillis(2));
    }

    private void follow(BufferedReader output) {
        try (output) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                remember(line);
                append(line);
            }
        } catch (IOException ended) {
            remember("(its output broke off: " + ended.getMessage() + ")");
        } finally {
            closeWriter();
        }
    }

    private void remember(String line) {
        synchronized (lastLines) {
            if (lastLines.size() == LINES_KEPT) lastLines.removeFirst();
            lastLines.addLast(line);
        }
    }

    // A full disk must not stop us from reading: a server that cannot get rid of its output stands still.
    private void append(String line) {
        try {
            Writer open = open();
            open.write(line + "\n");
            open.flush();
            written += line.length() + 1;
        } catch (IOException lost) {
            closeWriter();
        }
    }

    private Writer open() throws IOException {
        if (writer != null && written < FILE_LIMIT) return writer;
        closeWriter();
        if (Files.exists(file) && Files.size(file) >= FILE_LIMIT)
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        PostgresFiles.createPrivate(file);
        written = Files.size(file);
        writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
        return writer;
    }

    private void closeWriter() {
        if (writer == null) return;
        try {
            writer.close();
        } catch (IOException lost) {
            remember("(its log file could not be closed: " + lost.getMessage() + ")");
        }
        writer = null;
    }
}
