package dev.pennypost.logging;

import dev.pennypost.json.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Objects;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// A JSON object per line, with `time`, `level`, `logger`, `message` and, when there is one, `exception`.
final class JsonLines extends Formatter {
    @Override
    public String format(LogRecord record) {
        var line = new LinkedHashMap<String, String>();
        line.put("time", record.getInstant().toString());
        line.put("level", LogLevel.of(record.getLevel()).name().toLowerCase(Locale.ROOT));
        line.put("logger", Objects.requireNonNullElse(record.getLoggerName(), ""));
        line.put("message", Objects.requireNonNullElse(formatMessage(record), ""));
        if (record.getThrown() != null) line.put("exception", Traces.of(record.getThrown()));
        return Json.write(line) + "\n";
    }
}
