package dev.pennypost.delivery.sites;

import java.util.stream.Stream;

/// The lines of a file of rules, without those that are empty or a comment (`#`).
public final class RuleLines {
    private RuleLines() {}

    /// Reads one line, without the space around it.
    @FunctionalInterface
    public interface Reader {
        void read(String line) throws BadRule;
    }

    /// Has each line read.
    ///
    /// @throws BadRule with the number of the line
    public static void read(Stream<String> lines, Reader reader) throws BadRule {
        int number = 0;
        for (String line : (Iterable<String>) lines::iterator) {
            number++;
            String rule = line.strip();
            if (rule.isEmpty() || rule.startsWith("#")) continue;
            try {
                reader.read(rule);
            } catch (BadRule bad) {
                throw bad.at(number);
            }
        }
    }
}
