package dev.pennypost.emails.text;

import java.util.ArrayDeque;
import java.util.Deque;

/// Lines in the making. Space, breaks and the like wait until something follows them, so none stand at the end of a
/// line
/// or of the text.
final class Page {
    private static final int LONGEST_LINE = 998;

    /// Deeper levels are not indented, lest lines be nothing but indentation.
    private static final int DEEPEST_INDENT = 8;

    private final StringBuilder text = new StringBuilder();
    private final Deque<Level> levels = new ArrayDeque<>();
    private int octetsOfLine;
    private int lines;
    private int breaks;
    private String joint = "";

    /// Space that stays as it was written.
    private final StringBuilder gap = new StringBuilder();

    private static final class Level {
        private final String rest;
        private String next;

        Level(String first, String rest) {
            this.next = first;
            this.rest = rest;
        }

        String take() {
            String taken = next;
            next = rest;
            return taken;
        }
    }

    int length() {
        return text.length();
    }

    /// The number of the line that the next word stands on.
    int nextLine() {
        return lines + (text.isEmpty() ? 0 : breaks);
    }

    int line() {
        return lines;
    }

    String since(int start) {
        return text.substring(start);
    }

    /// @param first what the first line of the level begins with
    /// @param rest what its other lines begin with
    void indent(String first, String rest) {
        levels.addLast(new Level(first, rest));
    }

    void outdent() {
        levels.removeLast();
    }

    void space() {
        if (joint.isEmpty()) joint = " ";
    }

    void gap(char space) {
        gap.append(space == '\t' ? '\t' : ' ');
    }

    void between(String separator) {
        joint = separator;
    }

    /// At least so many ends of lines before the next word: 2 make an empty line.
    void breakLine(int atLeast) {
        breaks = Math.max(breaks, atLeast);
        dropSpace();
    }

    /// One more end of a line.
    void moreBreak(int atMost) {
        breaks = Math.min(Math.max(atMost, breaks), breaks + 1);
        dropSpace();
    }

    private void dropSpace() {
        joint = "";
        gap.setLength(0);
    }

    /// Forgets the breaks that wait, and says how many they were.
    int takeBreaks() {
        int taken = breaks;
        breaks = 0;
        return taken;
    }

    /// Letters without a space; what comes before and after without [#space] is the same word.
    void word(CharSequence word) {
        if (Letters.isNothing(word)) return;
        int octets = octets(word);
        begin(octets);
        append(word, octets);
    }

    /// Puts a text behind the last word even though breaks wait.
    void attach(String what) {
        int octets = octets(what);
        if (octetsOfLine + 1 + octets > LONGEST_LINE) startLine(1);
        else append(" ", 1);
        append(what, octets);
    }

    private void begin(int octets) {
        if (text.isEmpty()) startLine(0);
        else if (breaks > 0) startLine(breaks);
        else if (!joint.isEmpty() && octetsOfLine + joint.length() + octets > LONGEST_LINE) startLine(1);
        else append(joint, joint.length());
        append(gap, gap.length());
        breaks = 0;
        dropSpace();
    }

    private void startLine(int ends) {
        for (int i = 0; i < ends; i++) text.append('\n');
        lines += ends;
        octetsOfLine = 0;
        int deep = 0;
        for (Level level : levels) {
            if (++deep > DEEPEST_INDENT) break;
            String taken = level.take();
            append(taken, octets(taken));
        }
    }

    private void append(CharSequence what, int octets) {
        if (octetsOfLine + octets <= LONGEST_LINE) {
            text.append(what);
            octetsOfLine += octets;
        } else {
            appendInPieces(what);
        }
    }

    private void appendInPieces(CharSequence what) {
        what.codePoints().forEach(point -> {
            int octets = octets(point);
            if (octetsOfLine + octets > LONGEST_LINE) startLine(1);
            text.appendCodePoint(point);
            octetsOfLine += octets;
        });
    }

    private static int octets(CharSequence what) {
        return what.codePoints().map(Page::octets).sum();
    }

    /// In UTF-8.
    private static int octets(int point) {
        if (point < 0x80) return 1;
        if (point < 0x800) return 2;
        return point < 0x10000 ? 3 : 4;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
