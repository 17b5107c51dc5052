package dev.pennypost.mail.message;

import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.Mailbox;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Messages of every shape, drawn from a seed: all scripts, awkward punctuation, long lines, odd names.
final class RandomMessages {
    private static final String[] PIECES = {
        "hello",
        "a",
        "Re:",
        "Grüße",
        "Ünïcödé",
        "привет",
        "мир",
        "日本語",
        "株式会社",
        "🎉",
        "👩‍👩‍👧",
        "עברית",
        "مرحبا",
        "e\u0301",
        "\"",
        "\\",
        ",",
        ";",
        "<",
        ">",
        "(",
        ")",
        "=?",
        "?=",
        "=?UTF-8?Q?x?=",
        "_",
        "=",
        "'",
        "%41",
        "&amp;",
        "100%",
        "C:\\x",
        "x".repeat(40),
        "ы".repeat(40),
        "@",
        ":",
        "~",
        "--",
        ".",
        "\u202Eabc\u202C",
        "𝕌𝕟𝕚",
        "\uFEFF"
    };
    private static final String[] LINES = {
        "",
        " ",
        "text",
        "trailing ",
        "tab\t",
        "From here",
        ".",
        "..",
        "--",
        "--=_",
        "=3D",
        "Grüße aus Köln",
        "привет, мир",
        "日本語のメール",
        "🎉🎉",
        "a\rb",
        "\u0001",
        "a\0b",
        "a\tb",
        "\rx",
        "\u2028𝕌",
        "-- ",
        "=\r=",
        "x".repeat(78),
        "x".repeat(998),
        "x".repeat(999),
        "y ".repeat(600),
        "ü".repeat(700),
        "<p style=\"color: red\">hello</p>"
    };
    private static final String[] TYPES = {
        "application/pdf",
        "image/png",
        "text/csv; charset=utf-8",
        "text/plain",
        "text/html",
        "not a type",
        "message/rfc822",
        "multipart/mixed; boundary=x",
        "application/x; name=\"a;b\"; x=ü"
    };

    private static final String[] FILENAMES = {
        "a.bin",
        "../../etc/passwd",
        "a\"b\\c.txt",
        "отчёт ".repeat(40) + ".pdf",
        "名".repeat(100),
        "100%20*'x'.txt",
        "a;b=c, d.txt",
        "=?UTF-8?Q?x?=.pdf",
        " spaced .txt ",
        "🎉.png",
        "UTF-8''x.txt",
        "x".repeat(200),
        "x".repeat(59) + " y",
    };

    private final Random random;

    RandomMessages(long seed) {
        random = new Random(seed);
    }

    OutgoingMessage next() {
        return new OutgoingMessage(
                mailbox(),
                list(3, this::mailbox),
                list(3, this::mailbox),
                list(2, this::mailbox),
                subject(),
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L)),
                "<" + Long.toHexString(random.nextLong()) + "@example.org>",
                random.nextInt(3) > 0 ? body() : null,
                random.nextInt(3) > 0 ? body() : null,
                headers(),
                random.nextInt(3) > 0 ? List.of() : list(4, this::attachment));
    }

    private String subject() {
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "x".repeat(random.nextInt(1500));
            case 2 -> "ы".repeat(random.nextInt(500));
            case 3 -> " " + phrase(3) + "  ";
            default -> phrase(random.nextInt(30));
        };
    }

    private List<CustomHeader> headers() {
        int[] number = {0};
        return list(4, () -> new CustomHeader("X-Test-" + number[0]++, headerValue()));
    }

    private String headerValue() {
        return switch (random.nextInt(5)) {
            case 0 -> "x".repeat(random.nextInt(2000));
            case 1 -> "<https://example.org/" + "u".repeat(random.nextInt(200)) + ">, <mailto:u@example.org>";
            case 2 -> "<a@example.org>  ".repeat(random.nextInt(80));
            default -> phrase(random.nextInt(20));
        };
    }

    private Mailbox mailbox() {
        String name = random.nextInt(3) == 0 ? null : phrase(random.nextInt(random.nextInt(10) == 0 ? 60 : 8));
        return new Mailbox(name, address());
    }

    private Address address() {
        String local = pick("ada", "a.b+c", "\"quoted local\"", "\"a,\\\"b\"", "x".repeat(64), "ada", "ada", "ada");
        if (random.nextInt(20) == 0) local = "grå";
        return Address.parse(
                local + "@" + pick("example.org", "bücher.example", "a.very.long." + "d".repeat(60) + ".example"));
    }

    private Attachment attachment() {
        if (random.nextInt(8) == 0) return new Attachment(null, "image/png", null, content());
        String contentId = random.nextInt(3) == 0 ? "cid-" + random.nextInt() : null;
        return new Attachment(filename(), pick(TYPES), contentId, content());
    }

    private byte[] content() {
        byte[] content = new byte[random.nextInt(3000)];
        random.nextBytes(content);
        return switch (random.nextInt(6)) {
            case 0 -> new byte[0];
            case 1 -> everyOctet();
            case 2 -> "Subject: inner\r\n\r\n--\r\n.\r\nFrom here\r\n".getBytes(StandardCharsets.US_ASCII);
            default -> content;
        };
    }

    private static byte[] everyOctet() {
        byte[] octets = new byte[256];
        for (int i = 0; i < octets.length; i++) octets[i] = (byte) i;
        return octets;
    }

    private String filename() {
        if (random.nextBoolean()) return pick(FILENAMES);
        String name = phrase(1 + random.nextInt(12));
        return name.isBlank() ? "a.bin" : name;
    }

    private String phrase(int pieces) {
        var out = new StringBuilder();
        for (int i = 0; i < pieces; i++) out.append(pick(PIECES)).append(pick("", " ", " ", " ", "  "));
        return out.toString().strip();
    }

    private String body() {
        var out = new StringBuilder();
        int lines = random.nextInt(8);
        boolean ascii = random.nextInt(3) == 0;
        for (int i = 0; i < lines; i++) {
            String line = pick(LINES);
            out.append(ascii ? line.replaceAll("[^ -~]", "?") : line).append(pick("\n", "\r\n"));
        }
        return out + pick("", "end", "end\n");
    }

    private <T> List<T> list(int most, Supplier<T> element) {
        return Stream.generate(element).limit(random.nextInt(most + 1)).toList();
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
