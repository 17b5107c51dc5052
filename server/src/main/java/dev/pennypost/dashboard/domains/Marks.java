package dev.pennypost.dashboard.domains;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Two texts cut into what they have in common and what they do not. Pure.
///
/// @param expected the one that should be
/// @param observed the one that is
record Marks(List<Segment> expected, List<Segment> observed) {
    /// Steps that a comparison may take: two keys of 4096 bits need less.
    private static final int MOST_STEPS = 1_000_000;

    /// Characters that agree by chance between two that differ; marking around them is confetti.
    private static final int FEWEST_IN_A_ROW = 3;

    /// Of what is the same, so much is shown on either side of what is not.
    private static final int CONTEXT = 24;

    record Segment(String text, boolean differs) {
        private Segment cut(boolean keepsStart, boolean keepsEnd) {
            int start = keepsStart ? text.offsetByCodePoints(0, CONTEXT) : 0;
            int end = keepsEnd ? text.offsetByCodePoints(text.length(), -CONTEXT) : text.length();
            return new Segment(text.substring(0, start) + "…" + text.substring(end), false);
        }
    }

    /// The same with long passages that agree cut short, so that what differs is seen.
    Marks brief() {
        return new Marks(brief(expected), brief(observed));
    }

    private static List<Segment> brief(List<Segment> segments) {
        if (segments.size() < 2) return segments;
        var shorter = new ArrayList<Segment>(segments.size());
        for (int i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            boolean isCut = !segment.differs && segment.text.length() > 3 * CONTEXT;
            shorter.add(isCut ? segment.cut(i > 0, i < segments.size() - 1) : segment);
        }
        return List.copyOf(shorter);
    }

    static Marks between(String expected, String observed) {
        int[] one = expected.codePoints().toArray();
        int[] other = observed.codePoints().toArray();
        var matching = new Matching(one, other);
        return new Marks(segments(one, matching.inOne), segments(other, matching.inOther));
    }

    private static List<Segment> segments(int[] text, BitSet same) {
        var segments = new ArrayList<Segment>();
        int start = 0;
        while (start < text.length) {
            boolean isSame = same.get(start);
            int end = isSame ? same.nextClearBit(start) : same.nextSetBit(start);
            if (end < 0 || end > text.length) end = text.length;
            segments.add(new Segment(new String(text, start, end - start), !isSame));
            start = end;
        }
        return inWords(segments);
    }

    /// Marks the same elsewhere where that begins with a word: what was added to “a bc” in “a bd bc” is “bd ”, and not
    /// “d b”.
    private static List<Segment> inWords(List<Segment> segments) {
        var moved = new ArrayList<>(segments);
        for (int i = 1; i < moved.size() - 1; i++) {
            if (!moved.get(i).differs) continue;
            String before = moved.get(i - 1).text;
            String text = moved.get(i).text;
            int back = toWord(before, text);
            if (back == 0) continue;
            String kept = text.substring(0, text.length() - back);
            String after = text.substring(kept.length()) + moved.get(i + 1).text;
            moved.set(i - 1, new Segment(before.substring(0, before.length() - back), false));
            moved.set(i, new Segment(before.substring(before.length() - back) + kept, true));
            moved.set(i + 1, new Segment(after, false));
        }
        return List.copyOf(moved);
    }

    /// By how much what follows may begin earlier to begin with a word and still be the same; 0 where it cannot.
    private static int toWord(String before, String text) {
        int most = Math.min(before.length() - 1, text.length() - 1);
        for (int back = 0; back <= most; back++) {
            if (before.charAt(before.length() - 1 - back) == ' ') return back;
            if (before.charAt(before.length() - 1 - back) != text.charAt(text.length() - 1 - back)) return 0;
        }
        return 0;
    }

    /// The longest common subsequence (Wagner and Fischer) of what lies between the common beginning and the
    /// common end.
    private static final class Matching {
        final BitSet inOne = new BitSet();
        final BitSet inOther = new BitSet();
        private final int[] one;
        private final int[] other;
        private final int begin;
        private final int oneEnd;
        private final int otherEnd;

        Matching(int[] one, int[] other) {
            this.one = one;
            this.other = other;
            begin = commonBeginning();
            int tail = commonEnd();
            oneEnd = one.length - tail;
            otherEnd = other.length - tail;
            inOne.set(0, begin);
            inOther.set(0, begin);
            inOne.set(oneEnd, one.length);
            inOther.set(otherEnd, other.length);
            if ((long) (oneEnd - begin) * (otherEnd - begin) <= MOST_STEPS) matchMiddle();
            if (isUnlike()) forget();
        }

        private int commonBeginning() {
            int most = Math.min(one.length, other.length);
            int at = 0;
            while (at < most && one[at] == other[at]) at++;
            return at;
        }

        private int commonEnd() {
            int most = Math.min(one.length, other.length) - begin;
            int count = 0;
            while (count < most && one[one.length - 1 - count] == other[other.length - 1 - count]) count++;
            return count;
        }

        private void matchMiddle() {
            int[][] lengths = lengths();
            int i = begin;
            int j = begin;
            while (i < oneEnd && j < otherEnd) {
                if (one[i] == other[j]) {
                    int run = run(i, j);
                    if (run >= FEWEST_IN_A_ROW) {
                        inOne.set(i, i + run);
                        inOther.set(j, j + run);
                    }
                    i += run;
                    j += run;
                } else if (lengths[i - begin + 1][j - begin] >= lengths[i - begin][j - begin + 1]) {
                    i++;
                } else {
                    j++;
                }
            }
        }

        private int run(int i, int j) {
            int run = 0;
            while (i + run < oneEnd && j + run < otherEnd && one[i + run] == other[j + run]) run++;
            return run;
        }

        /// How much of the rest is common, from each pair of places on.
        private int[][] lengths() {
            int rows = oneEnd - begin;
            int columns = otherEnd - begin;
            int[][] lengths = new int[rows + 1][columns + 1];
            for (int i = rows - 1; i >= 0; i--)
                for (int j = columns - 1; j >= 0; j--)
                    lengths[i][j] = one[begin + i] == other[begin + j]
                            ? lengths[i + 1][j + 1] + 1
                            : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
            return lengths;
        }

        /// Texts of which less than a third agrees are two texts, not one with slips.
        private boolean isUnlike() {
            return inOne.cardinality() * 3 < Math.max(one.length, other.length);
        }

        private void forget() {
            inOne.clear();
            inOther.clear();
        }
    }
}
