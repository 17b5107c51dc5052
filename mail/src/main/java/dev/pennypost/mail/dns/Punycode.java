package dev.pennypost.mail.dns;

/// The encoding of RFC 3492 for labels that are already mapped, as those of the public suffix list are. It is here
/// because loading ICU for 466 rules costs five times as much as everything else about the list.
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;

    private Punycode() {}

    static String toALabel(String label) {
        return isBasic(label) ? label : "xn--" + encode(label);
    }

    static boolean isBasic(String label) {
        for (int i = 0; i < label.length(); i++) if (label.charAt(i) >= INITIAL_N) return false;
        return true;
    }

    /// RFC 3492 §6.3.
    private static String encode(String label) {
        int[] points = label.codePoints().toArray();
        var out = new StringBuilder();
        for (int point : points) if (point < INITIAL_N) out.append((char) point);
        int basic = out.length();
        if (basic > 0) out.append('-');

        int n = INITIAL_N;
        int delta = 0;
        int bias = INITIAL_BIAS;
        for (int handled = basic; handled < points.length; delta++, n++) {
            int next = smallestFrom(n, points);
            delta += (next - n) * (handled + 1);
            n = next;
            for (int point : points) {
                if (point < n) delta++;
                if (point != n) continue;
                appendVariableLength(out, delta, bias);
                bias = adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled++;
            }
        }
        return out.toString();
    }

    private static int smallestFrom(int n, int[] points) {
        int smallest = Integer.MAX_VALUE;
        for (int point : points) if (point >= n && point < smallest) smallest = point;
        return smallest;
    }

    private static void appendVariableLength(StringBuilder out, int delta, int bias) {
        int q = delta;
        for (int k = BASE; ; k += BASE) {
            int t = Math.clamp(k - bias, T_MIN, T_MAX);
            if (q < t) break;
            out.append(digit(t + (q - t) % (BASE - t)));
            q = (q - t) / (BASE - t);
        }
        out.append(digit(q));
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    /// RFC 3492 §6.1.
    private static int adapt(int delta, int points, boolean first) {
        int d = first ? delta / DAMP : delta / 2;
        d += d / points;
        int k = 0;
        for (; d > (BASE - T_MIN) * T_MAX / 2; k += BASE) d /= BASE - T_MIN;
        return k + (BASE - T_MIN + 1) * d / (d + SKEW);
    }
}
