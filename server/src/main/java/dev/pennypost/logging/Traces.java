package dev.pennypost.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/// Texts that are safe to show on a terminal: what a stranger put into a message can neither forge a line nor move the
/// cursor.
final class Traces {
    private Traces() {}

    static String of(Throwable thrown) {
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return visible(trace.toString().stripTrailing(), "\n\t");
    }

    static String oneLine(@Nullable String message) {
        return message == null ? "" : visible(message, "");
    }

    private static String visible(String text, String allowed) {
        var visible = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (!Character.isISOControl(character) || allowed.indexOf(character) >= 0)
                visible.appendCodePoint(character);
            else if (character == '\n') visible.append("\\n");
            else if (character != '\r') visible.append(String.format("\\u%04x", character));
        });
        return visible.toString();
    }
}
