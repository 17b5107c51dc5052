package dev.pennypost.api.golden;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the Node SDK's own integration tests asked of Resend, and what it answered, in the order it happened
/// (contract §34.1).
///
/// @param name of the SDK's test
record Recording(String name, List<Pair> pairs) {
    private static final Pattern TITLE = Pattern.compile("### (.+)");
    private static final Pattern REQUEST = Pattern.compile("  > ([A-Z]+) https://[^/]+(/\\S*) ?(.*)");
    private static final Pattern ANSWER =
            Pattern.compile("  < (\\d{3}) [A-Za-z ]*?([{\\[].*|) ?\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z");

    /// A request and its answer. The file has long lists without their end.
    ///
    /// @param body JSON, or empty
    record Pair(String method, String path, String body, int status, String answer) {
        boolean isCut() {
            return !answer.endsWith("}");
        }

        /// The answer, when it was cut with those objects of its list that are whole.
        String whole() {
            return isCut() ? answer.substring(0, answer.lastIndexOf("},") + 1) + "]}" : answer;
        }

        /// Whether a route as `METHOD /pattern` would take it.
        boolean fits(String route) {
            String pattern =
                    Stream.of(route.split("\\{[^}]*}", -1)).map(Pattern::quote).collect(joining("[^/]+"));
            return (method + " " + path.replaceFirst("\\?.*", "")).matches(pattern);
        }
    }

    static List<Recording> read(Path file) {
        try {
            var recordings = new ArrayList<Recording>();
            for (String line : Files.readAllLines(file)) add(line, recordings);
            return recordings;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void add(String line, List<Recording> recordings) {
        Matcher title = TITLE.matcher(line);
        Matcher request = REQUEST.matcher(line);
        Matcher answer = ANSWER.matcher(line);
        if (title.matches()) {
            recordings.add(new Recording(title.group(1), new ArrayList<>()));
        } else if (request.matches()) {
            recordings
                    .getLast()
                    .pairs
                    .add(new Pair(
                            request.group(1), request.group(2), request.group(3).strip(), 0, ""));
        } else if (answer.matches()) {
            var pairs = recordings.getLast().pairs;
            Pair asked = pairs.removeLast();
            pairs.add(new Pair(
                    asked.method,
                    asked.path,
                    asked.body,
                    Integer.parseInt(answer.group(1)),
                    answer.group(2).strip()));
        } else if (!line.isBlank()) {
            throw new AssertionError("not a line of recordings: " + line);
        }
    }

    @Override
    public String toString() {
        return name.replaceFirst("_\\d+$", "");
    }
}
