package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;

/// Recognises values whose quotes became part of the data: some DNS hosts add quotes themselves, some take typed ones
/// literally, and receivers of mail see them.
final class Quotes {
    private static final String MARKS = "\"'`\u201c\u201d\u201e\u2018\u2019";

    private Quotes() {}

    static boolean areIn(String text) {
        return !text.equals(stripped(text));
    }

    static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isMark(text.charAt(from))) from++;
        while (to > from && isMark(text.charAt(to - 1))) to--;
        return text.substring(from, to);
    }

    static Finding finding(PlannedRecord planned, String observed) {
        return Finding.error(
                Code.QUOTES_IN_VALUE,
                "The quotes around the value became part of it, and receivers do not take them off.",
                "Enter the value without quotes.",
                planned.value(),
                observed);
    }

    private static boolean isMark(char c) {
        // A backslash is there when a quote was escaped; the characters above 0x7f come as UTF-8 octets, one char each.
        return c == '\\' || MARKS.indexOf(c) >= 0 || c >= 0x80;
    }
}
