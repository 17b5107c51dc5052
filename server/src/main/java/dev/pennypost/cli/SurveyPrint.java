package dev.pennypost.cli;

import dev.pennypost.domains.diagnosis.DomainSurvey;
import dev.pennypost.domains.diagnosis.DomainSurvey.Topic;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.Finding.Severity;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// A survey for people: a line for what is in order, two for what is not.
///
/// @param coloured whether a terminal shows it
record SurveyPrint(PrintStream out, boolean coloured) {
    private static final int WIDTH = 96;
    private static final String FACT = "  ";

    private enum Colour {
        RED(31),
        GREEN(32),
        YELLOW(33),
        CYAN(36),
        BOLD(1),
        FAINT(2);

        private final int code;

        Colour(int code) {
            this.code = code;
        }
    }

    void print(DomainSurvey survey) {
        out.println(in(Colour.BOLD, survey.domain().unicode()));
        for (Topic topic : survey.topics()) print(topic);
        out.println();
        out.println(summary(survey));
    }

    private void print(Topic topic) {
        out.println();
        out.println(mark(topic) + " " + in(Colour.BOLD, topic.area().title()));
        for (String fact : topic.facts()) paragraph(FACT, FACT, fact);
        for (Finding finding : topic.findings()) print(finding);
    }

    private void print(Finding finding) {
        paragraph(FACT + mark(finding.severity()) + " ", FACT + "  ", finding.message());
        if (!finding.fix().isEmpty()) paragraph(FACT + in(Colour.CYAN, "→") + " ", FACT + "  ", finding.fix());
        String tree = finding.parameters().get("tree");
        if (tree != null) tree.lines().forEach(line -> out.println(FACT + "    " + in(Colour.FAINT, line)));
    }

    private String mark(Topic topic) {
        var severities = topic.findings().stream().map(Finding::severity).toList();
        if (severities.contains(Severity.ERROR)) return mark(Severity.ERROR);
        if (severities.contains(Severity.WARNING)) return mark(Severity.WARNING);
        return in(Colour.GREEN, "✔");
    }

    private String mark(Severity severity) {
        return switch (severity) {
            case ERROR -> in(Colour.RED, "✘");
            case WARNING -> in(Colour.YELLOW, "!");
            case INFO -> in(Colour.FAINT, "·");
        };
    }

    private String summary(DomainSurvey survey) {
        String counts = counted(survey.count(Severity.ERROR), "problem") + ", "
                + counted(survey.count(Severity.WARNING), "warning") + ".";
        return switch (survey.verdict()) {
            case FINE -> in(Colour.GREEN, "All is well: " + counts);
            case PROBLEMS -> in(Colour.RED, counts);
            case UNCLEAR -> in(Colour.YELLOW, "DNS did not say everything: " + counts);
        };
    }

    private static String counted(long count, String thing) {
        return (count == 0 ? "no" : count) + " " + thing + (count == 1 ? "" : "s");
    }

    /// What is to be pasted stays in one piece, however long.
    private void paragraph(String first, String indent, String text) {
        var line = new StringBuilder();
        String before = first;
        for (String word : words(text)) {
            if (!line.isEmpty() && indent.length() + line.length() + 1 + word.length() > WIDTH) {
                out.println(before + line);
                before = indent;
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        out.println(before + line);
    }

    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            if (c == '`') quoted = !quoted;
            if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(Character.isISOControl(c) ? '?' : c);
            }
        }
        words.add(word.toString());
        return words;
    }

    private String in(Colour colour, String text) {
        return coloured ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
    }
}
