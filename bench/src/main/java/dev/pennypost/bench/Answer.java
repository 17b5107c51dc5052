package dev.pennypost.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/// An HTTP answer, read with as little work as can be: the load generator shares the machine with what it measures.
///
/// @param isLast whether the server ends the connection with it
record Answer(int status, boolean isLast) {
    static Answer read(InputStream in) throws IOException {
        String statusLine = line(in);
        int length = 0;
        boolean isLast = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:"))
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            if (lower.startsWith("connection:") && lower.contains("close")) isLast = true;
        }
        in.skipNBytes(length);
        return new Answer(Integer.parseInt(statusLine.substring(9, 12)), isLast);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException("the server closed the connection");
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }
}
