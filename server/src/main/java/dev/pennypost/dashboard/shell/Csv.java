package dev.pennypost.dashboard.shell;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// Writes comma-separated values (RFC 4180).
final class Csv {
    private Csv() {}

    static void write(Answer.Table table, OutputStream out) throws IOException {
        try (var rows = table.rows();
                var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
            line(writer, table.header());
            rows.forEach(row -> line(writer, row));
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    private static void line(Writer writer, List<String> cells) {
        try {
            writer.write(cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n")));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /// What a spreadsheet would take for a formula it shows as text: subjects and addresses are a stranger's.
    private static String cell(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
