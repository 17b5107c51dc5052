package dev.pennypost.logging;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;

/// Sets the log up. What the log holds is chosen at start and stays.
public final class Logging {
    private Logging() {}

    /// Makes the log stay open until the very end of the process. Must be the first thing `main` does, in a class that
    /// has no logger of its own: whoever asks for the first logger settles the matter.
    public static void claim() {
        System.setProperty("java.util.logging.manager", LastingLogManager.class.getName());
    }

    /// Sends the log to a stream.
    ///
    /// @param auto what [LogFormat#AUTO] means here
    public static void start(LogConfig config, LogFormat auto, OutputStream to) {
        var handler = new Lines(to, formatter(config.format() == LogFormat.AUTO ? auto : config.format()));
        Logger root = Logger.getLogger("");
        Arrays.stream(root.getHandlers()).forEach(root::removeHandler);
        root.addHandler(handler);
        root.setLevel(config.level().least());
        Libraries.CHATTY.forEach(library -> library.setLevel(levelOfLibraries(config.level())));
        Libraries.KAFKA.setLevel(config.level() == LogLevel.DEBUG ? Level.FINE : Level.OFF);
    }

    private static Level levelOfLibraries(LogLevel level) {
        return level == LogLevel.INFO ? Level.WARNING : level.least();
    }

    private static Formatter formatter(LogFormat format) {
        return format == LogFormat.JSON ? new JsonLines() : new TextLines(ZoneId.systemDefault());
    }

    /// Writes each record at once.
    private static final class Lines extends StreamHandler {
        Lines(OutputStream to, Formatter formatter) {
            super(to, formatter);
            setLevel(Level.ALL);
            try {
                setEncoding(StandardCharsets.UTF_8.name());
            } catch (java.io.UnsupportedEncodingException impossible) {
                throw new IllegalStateException("UTF-8 is missing from this JDK", impossible);
            }
        }

        @Override
        public synchronized void publish(LogRecord record) {
            super.publish(record);
            flush();
        }
    }

    /// Libraries that tell more than an operator wants to read. Held here because the JDK forgets loggers nobody
    /// holds, and their level with them; in a class of their own because the first logger settles the log manager.
    private static final class Libraries {
        private static final List<Logger> CHATTY = Stream.of("org.flywaydb", "com.zaxxer.hikari", "io.helidon")
                .map(Logger::getLogger)
                .toList();
        /// Tells of brokers that are away at every attempt, for hours; what matters of it is told by event streams.
        private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");
    }
}
