package dev.pennypost.mail.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Reports that real servers and providers sent, one message in each file.
class ReportCorpusTest {
    private static final Path CORPORA =
            Path.of(Objects.requireNonNullElse(System.getProperty("pennypost.root"), "."), "../shared/corpora");

    @Test
    void readsNearlyAllDeliveryReports() throws IOException {
        List<Path> messages = messages("dsn");
        var unread = messages.stream()
                .filter(file -> read(file) instanceof Report.Unknown)
                .toList();

        assertThat(unread.size() * 20).as("unread: %s", unread).isLessThanOrEqualTo(messages.size());
    }

    @Test
    void readsEveryComplaint() throws IOException {
        assertThat(messages("arf")).allMatch(file -> read(file) instanceof Report.Complaint);
    }

    private static List<Path> messages(String corpus) throws IOException {
        Path folder = CORPORA.resolve(corpus);
        assumeTrue(Files.isDirectory(folder), "there is no corpus at " + folder);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml")).toList();
        }
    }

    private static Report read(Path file) {
        try {
            return Report.read(Files.readAllBytes(file));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
