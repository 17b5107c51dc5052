package dev.pennypost.domains.diagnosis;

/// The first character at which a value is not as it should be.
///
/// @param position counted from 1, in the observed value
/// @param sentence says it, as in "At character 57 there is `l` instead of `I`."
record Difference(int position, String sentence) {
    private static final int MOST_SLIPS = 8;

    /// @param expected another text than the observed one
    static Difference between(String expected, String observed) {
        int at = samePrefix(expected, observed);
        int position = at + 1;
        if (at == observed.length()) return new Difference(position, "It ends after character " + at + ".");
        String there = "`" + observed.charAt(at) + "`";
        if (at == expected.length())
            return new Difference(position, "Everything from character " + position + " on is too much.");
        if (sameFrom(observed, at + 1, expected, at))
            return new Difference(position, "The character " + position + ", " + there + ", is too much.");
        String missing = "`" + expected.charAt(at) + "`";
        if (sameFrom(observed, at, expected, at + 1))
            return new Difference(position, "Before character " + position + ", " + missing + " is missing.");
        return new Difference(
                position, "At character " + position + " there is " + there + " instead of " + missing + ".");
    }

    /// Whether one text was meant to be the other: a few slips, and the rest as it should be.
    static boolean isSlip(String expected, String observed) {
        if (expected.equals(observed)) return false;
        int longer = Math.max(expected.length(), observed.length());
        int most = Math.min(MOST_SLIPS, longer / 4);
        if (Math.abs(expected.length() - observed.length()) > most) return false;
        int prefix = samePrefix(expected, observed);
        int suffix = samePrefix(
                new StringBuilder(expected.substring(prefix)).reverse().toString(),
                new StringBuilder(observed.substring(prefix)).reverse().toString());
        return longer - prefix - suffix <= most || mismatches(expected, observed) <= most;
    }

    private static int samePrefix(String one, String other) {
        int most = Math.min(one.length(), other.length());
        int at = 0;
        while (at < most && one.charAt(at) == other.charAt(at)) at++;
        return at;
    }

    private static boolean sameFrom(String one, int from, String other, int otherFrom) {
        return one.substring(from).equals(other.substring(otherFrom));
    }

    private static int mismatches(String one, String other) {
        if (one.length() != other.length()) return Integer.MAX_VALUE;
        int count = 0;
        for (int i = 0; i < one.length(); i++) if (one.charAt(i) != other.charAt(i)) count++;
        return count;
    }
}
