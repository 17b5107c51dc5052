package dev.pennypost.e2e;

import java.util.ArrayList;

/// What owners of domains do to their zones.
final class Zones {
    private static final int MOST = 255;
    private static final String KEY = "p=MII";

    private Zones() {}

    /// The DKIM record with one wrong character in its key, as of somebody who typed it.
    static String withForeignKey(String zone) {
        int key = zone.indexOf(KEY);
        if (key < 0) throw new AssertionError("no DKIM key in the zone:\n" + zone);
        int wrong = key + KEY.length() + 40;
        char other = zone.charAt(wrong) == 'A' ? 'B' : 'A';
        return zone.substring(0, wrong) + other + zone.substring(wrong + 1);
    }

    /// The zone with a DKIM record of this value.
    static String withKey(String zone, String value) {
        var all = new ArrayList<String>();
        for (String line : zone.split("\n", -1)) all.add(line.contains(KEY) ? record(line, value) : line);
        return String.join("\n", all);
    }

    /// A character string holds at most 255 octets (RFC 1035 §3.3).
    private static String record(String line, String value) {
        var parts = new StringBuilder(line.substring(0, line.indexOf(KEY)).replace("\"", ""));
        for (int at = 0; at < value.length(); at += MOST)
            parts.append('"')
                    .append(value, at, Math.min(value.length(), at + MOST))
                    .append("\" ");
        return parts.toString();
    }
}
