package dev.pennypost.mail.message;

import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.Mailbox;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        "."
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
        "application/x; name=\"a;b\"; x=ü"
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
                phrase(random.nextInt(30)),
                Instant.ofEpochSecond(random.nextLong(4_000_000_000L)),
                "<" + Long.toHexString(random.nextLong()) + "@example.org>",
                random.nextInt(3) > 0 ? body() : null,
                random.nextInt(3) > 0 ? body() : null,
                headers(),
                random.nextInt(3) > 0 ? List.of() : list(4, this::attachment));
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
        String name = random.nextInt(3) == 0 ? null : phrase(random.nextInt(8));
        return new Mailbox(name, address());
    }

    private Address address() {
        String local = pick("ada", "a.b+c", "\"quoted local\"", "\"a,\\\"b\"", "x".repeat(64), "ada", "ada", "ada");
        if (random.nextInt(20) == 0) local = "grå";
        return Address.parse(
                local + "@" + pick("example.org", "bücher.example", "a.very.long." + "d".repeat(60) + ".example"));
    }

    private Attachment attachment() {
        byte[] content = new byte[random.nextInt(3000)];
        random.nextBytes(content);
        return new Attachment(
                filename(), pick(TYPES), random.nextInt(3) == 0 ? "cid-" + random.nextInt() : null, content);
    }

    private @Nullable String filename() {
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
