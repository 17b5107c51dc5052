package dev.pennypost.dashboard.logs;

import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.requestlog.LogFilter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The filters as they stand in the address of the page; empty for what does not matter.
///
/// @param status a status, or a class such as `4xx`
/// @param from in UTC, to the minute
record LogQuery(String path, String method, String status, String key, String from, String to) {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> CLASSES = List.of("2xx", "4xx", "5xx");
    private static final Set<Integer> DIGITS = Set.of(1, 2, 3, 4, 5);

    static LogQuery of(Visit visit) {
        return new LogQuery(
                visit.query("path").orElse(""),
                visit.query("method").filter(METHODS::contains).orElse(""),
                visit.query("status").filter(LogQuery::isStatus).orElse(""),
                visit.query("key").filter(text -> id(text).isPresent()).orElse(""),
                visit.query("from").filter(text -> time(text) != null).orElse(""),
                visit.query("to").filter(text -> time(text) != null).orElse(""));
    }

    LogFilter filter() {
        return new LogFilter(
                status.isEmpty() ? null : Integer.valueOf(status.replace('x', '0')),
                status.isEmpty() ? null : Integer.valueOf(status.replace('x', '9')),
                method.isEmpty() ? null : method,
                path.isEmpty() ? null : path,
                null,
                id(key).orElse(null),
                time(from),
                time(to));
    }

    boolean isEmpty() {
        return map().values().stream().allMatch(String::isEmpty);
    }

    Map<String, String> map() {
        var map = new LinkedHashMap<String, String>();
        map.put("path", path);
        map.put("method", method);
        map.put("status", status);
        map.put("key", key);
        map.put("from", from);
        map.put("to", to);
        return map;
    }

    List<String> methods() {
        return METHODS;
    }

    List<String> classes() {
        return CLASSES;
    }

    private static boolean isStatus(String text) {
        return text.length() == 3
                && DIGITS.contains(text.charAt(0) - '0')
                && (text.endsWith("xx") || text.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    /// Within what ids of requests can hold.
    private static @Nullable Instant time(String text) {
        try {
            Instant time = LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            boolean isUsual = time.isAfter(Instant.EPOCH) && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"));
            return isUsual ? time : null;
        } catch (DateTimeException noTime) {
            return null;
        }
    }
}
