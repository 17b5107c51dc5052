package dev.pennypost.mail.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.xbill.DNS.Master;
import org.xbill.DNS.Record;

/// A zone as text (RFC 1035 §5.1), read by dnsjava with the line of each mistake.
final class MasterFile {
    private final List<String> lines;

    MasterFile(String text) {
        lines = text.lines().toList();
    }

    Zone.Builder readInto(Zone.Builder zone) {
        refuseGenerate();
        var input = new LineByLine();
        try (var master = new Master(input, Wire.name(zone.origin()), Zone.DEFAULT_TTL.toSeconds())) {
            master.disableIncludes(true); // the text may come from a stranger
            for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) zone.add(next);
            return zone;
        } catch (IOException bad) {
            throw input.at(baseMessage(bad));
        } catch (BadZone bad) {
            throw input.at(bad.why());
        } catch (RuntimeException bad) {
            throw input.at(String.valueOf(bad.getMessage())); // dnsjava throws these for numbers out of range
        }
    }

    /// One such line can become four billion records.
    private void refuseGenerate() {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).regionMatches(true, 0, "$GENERATE", 0, 9))
                throw new BadZone(i + 1, lines.get(i), "$GENERATE is not supported");
        }
    }

    /// dnsjava puts a file name and its own idea of the line before the message.
    private static String baseMessage(IOException bad) {
        return String.valueOf(bad.getMessage()).replaceFirst("^<none>:\\d+: ", "");
    }

    /// dnsjava takes each octet for a character of Latin-1; escaped, the octets of UTF-8 come through as they are.
    private static String ascii(String line) {
        if (line.chars().allMatch(c -> c < 0x80)) return line;
        var escaped = new StringBuilder();
        for (byte octet : line.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= 0) escaped.append((char) octet);
            else escaped.append('\\').append(octet & 0xff); // 128 to 255: always three digits
        }
        return escaped.toString();
    }

    /// Hands out at most one line at a time, so that the last line read is the one with the mistake.
    private final class LineByLine extends InputStream {
        private ByteArrayInputStream line = new ByteArrayInputStream(new byte[0]);
        private int read;

        @Override
        public int read() {
            return advance() ? line.read() : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return advance() ? line.read(into, offset, length) : -1;
        }

        private boolean advance() {
            if (line.available() > 0) return true;
            if (read == lines.size()) return false;
            line = new ByteArrayInputStream((ascii(lines.get(read++)) + "\n").getBytes(StandardCharsets.US_ASCII));
            return true;
        }

        private BadZone at(String why) {
            return read == 0 ? new BadZone(why) : new BadZone(read, lines.get(read - 1), why);
        }
    }
}
