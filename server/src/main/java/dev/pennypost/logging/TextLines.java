package dev.pennypost.logging;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// A line for people: `12:04:31.120 WARN  Loop  loop settle: a round failed`, then the exception, indented.
final class TextLines extends Formatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final ZoneId zone;

    TextLines(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public String format(LogRecord record) {
        String time = TIME.format(record.getInstant().atZone(zone));
        String level = LogLevel.of(record.getLevel()).name();
        return "%s %-5s %s  %s%n%s"
                .formatted(time, level, shortName(record), Traces.oneLine(formatMessage(record)), trace(record));
    }

    private static String shortName(LogRecord record) {
        String name = record.getLoggerName();
        return name == null ? "" : name.substring(name.lastIndexOf('.') + 1);
    }

    private static String trace(LogRecord record) {
        Throwable thrown = record.getThrown();
        return thrown == null ? "" : Traces.of(thrown).indent(4);
    }
}
