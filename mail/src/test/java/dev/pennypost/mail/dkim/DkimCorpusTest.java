package dev.pennypost.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pennypost.mail.dns.PlainZone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Real and published messages with the keys they were signed with: lines of name and record, an empty line, the
/// message.
class DkimCorpusTest {
    private static final Path CORPUS =
            Path.of(Objects.requireNonNullElse(System.getProperty("pennypost.root"), "."), "../shared/corpora/dkim");

    @Test
    void verifiesEverySignatureOfTheCorpus() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "the DKIM corpus is not at " + CORPUS);
        try (Stream<Path> files = Files.list(CORPUS)) {
            var cases = files.filter(file -> file.toString().endsWith(".txt")).toList();
            assertThat(cases).isNotEmpty().allSatisfy(DkimCorpusTest::verifies);
        }
    }

    private static void verifies(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        int gap = text.indexOf("\n\n");
        var dns = new PlainZone();
        text.substring(0, gap).lines().forEach(line -> {
            String[] parts = line.split(" ", 2);
            dns.txt(parts[0], parts[1]);
        });
        byte[] message = text.substring(gap + 2).replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        List<DkimResult> results = new DkimVerifier(dns).verify(message, Instant.parse("2018-06-10T14:00:00Z"));
        assertThat(results).as(file.toString()).isNotEmpty().allMatch(DkimResult.Pass.class::isInstance);
    }
}
