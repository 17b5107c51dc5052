package dev.pennypost.mail.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Messages and bytes for the tests of this package.
final class TestMessages {
    private static final List<String> NAMES = List.of(
            "To",
            "Cc",
            "Subject",
            "Date",
            "Message-ID",
            "Reply-To",
            "List-Unsubscribe",
            "X-Other",
            "Received",
            "SUBJECT");
    private static final List<String> PIECES = List.of(
            "word", " ", "  ", "\t", "\r\n ", "\r\n\t", "ü", ";", "=", "b=", ":", "<a@example.test>", "\"q\"", ".");
    private static final List<String> BODY_PIECES = List.of(
            "line", " ", "  ", "\t", "\r\n", "\r\n", "\r\n\r\n", " \r\n", "ü", ".", "..", "\r", "From here", "=20");

    private TestMessages() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] concat(byte[] first, byte[] second) {
        var out = new Octets(first.length + second.length);
        out.add(first, 0, first.length);
        out.add(second, 0, second.length);
        return out.toBytes();
    }

    static byte[] crlf(String text) {
        return bytes(text.replace("\r\n", "\n").replace("\n", "\r\n"));
    }

    /// A message with all the white space, folding, repetition and emptiness that canonicalization is about.
    static byte[] strange(RandomGenerator random) {
        var text = new StringBuilder();
        var fields = new ArrayList<>(List.of("From: Ann <ann@example.test>"));
        for (int i = random.nextInt(12); i > 0; i--)
            fields.add(random.nextInt(fields.size() + 1), field(NAMES.get(random.nextInt(NAMES.size())), random));
        for (String field : fields) text.append(field).append("\r\n");
        text.append("\r\n");
        for (int i = random.nextInt(30); i > 0; i--) text.append(BODY_PIECES.get(random.nextInt(BODY_PIECES.size())));
        return bytes(text.toString());
    }

    private static String field(String name, RandomGenerator random) {
        var text = new StringBuilder(name).append(random.nextBoolean() ? ": x" : ":x");
        for (int i = random.nextInt(10); i > 0; i--) text.append(PIECES.get(random.nextInt(PIECES.size())));
        return text.append("x").toString();
    }
}
