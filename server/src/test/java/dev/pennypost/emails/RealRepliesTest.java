package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.BounceReason;
import dev.pennypost.delivery.Outcome;
import dev.pennypost.delivery.replies.ReplyReading;
import dev.pennypost.delivery.replies.ReplyRules;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.client.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class RealRepliesTest {
    private static final String TABLE = "/dev/pennypost/delivery/replies/real-replies.txt";
    private static final Path CORPUS =
            Path.of(System.getProperty("pennypost.root"), "..", "shared", "corpora", "bounces");

    private final ReplyRules rules = ReplyRules.bundled();

    @Test
    void areTakenForWhatTheyAre() throws IOException {
        assertAgreement("replies of our table", lines(TABLE), 200);
    }

    /// Files `*.replies` in the form of our table.
    @Test
    void areTakenForWhatTheyAreInTheCorpusToo() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(CORPUS), () -> "no corpus at " + CORPUS.normalize());
        var lines = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(CORPUS, "*.replies")) {
            for (Path file : files) lines.addAll(Files.readAllLines(file));
        }
        Assumptions.assumeFalse(lines.isEmpty(), () -> "no *.replies in " + CORPUS.normalize());
        assertAgreement("replies of the corpus", lines, 1);
    }

    private void assertAgreement(String what, List<String> lines, int atLeast) {
        List<Row> rows = lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Row::of)
                .toList();
        List<String> wrong = rows.stream()
                .filter(row -> !row.expected().equals(found(row)))
                .map(row -> row.reply + "\n   expected " + row.expected() + "\n   found    " + found(row) + " by "
                        + read(row).rule())
                .toList();
        System.out.println(what + ": " + (rows.size() - wrong.size()) + " of " + rows.size() + " as expected");
        assertThat(wrong).isEmpty();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(atLeast);
    }

    private ReplyReading read(Row row) {
        return rules.read(row.host, row.phase, row.reply);
    }

    private String found(Row row) {
        ReplyReading reading = read(row);
        return reading.category().label() + ", " + end(row.reply, reading) + ", "
                + (reading.suppressesAtOnce() ? "yes" : "no");
    }

    private static String end(Reply reply, ReplyReading reading) {
        if (!reading.isFinal()) return "later";
        var bounce =
                Bounces.of(new Outcome.Bounced(BounceReason.of(reading.category()), reply.toString(), reply, reading));
        return bounce.type() + "/" + bounce.subType();
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream file = Objects.requireNonNull(RealRepliesTest.class.getResourceAsStream(resource))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private record Row(String host, Phase phase, Reply reply, String expected) {
        static Row of(String line) {
            String[] columns =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
            assertThat(columns).as(line).hasSize(6);
            String[] said = columns[2].substring(4).split("\\\\n", -1);
            return new Row(
                    columns[0],
                    Phase.valueOf(columns[1].toUpperCase(Locale.ROOT)),
                    Reply.of(Integer.parseInt(columns[2].substring(0, 3)), said),
                    columns[3] + ", " + columns[4] + ", " + columns[5]);
        }
    }
}
