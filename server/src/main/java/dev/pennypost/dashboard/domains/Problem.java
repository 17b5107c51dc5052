package dev.pennypost.dashboard.domains;

import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.ServerStanding;
import dev.pennypost.domains.provider.Provider;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that is wrong, as the page tells it.
///
/// @param fix what to do about it; without pieces when there is nothing to do
/// @param marks what was found beside what should be; null where there is nothing to compare
/// @param instead the value to publish where it is another than the planned one; null else
/// @param servers where each name server stands
record Problem(
        Tone tone,
        Sentence message,
        Sentence fix,
        @Nullable Marks marks,
        @Nullable String instead,
        List<Server> servers) {
    /// One name server.
    record Server(String name, Tone tone, String answer, String observed) {
        static Server of(ServerStanding standing) {
            boolean isWorthShowing = standing.answered() == ServerStanding.Answered.OTHER
                    || standing.answered() == ServerStanding.Answered.BROKEN;
            return new Server(
                    standing.server(),
                    Words.tone(standing.answered()),
                    Words.answer(standing.answered()),
                    isWorthShowing ? standing.observed() : "");
        }
    }

    /// Of the domain as a whole.
    static Problem of(Finding finding) {
        return new Problem(
                Words.tone(finding.severity()),
                Sentence.of(finding.message()),
                Sentence.of(finding.fix()),
                marks(finding.expected(), finding.observed()),
                null,
                finding.servers().stream().map(Server::of).toList());
    }

    /// Of one record.
    static Problem of(Finding finding, PlannedRecord planned, Provider provider, DomainName zone) {
        String expected = told(finding, finding.expected() == null ? planned.value() : finding.expected());
        return new Problem(
                Words.tone(finding.severity()),
                Sentence.of(finding.message()),
                Sentence.of(finding.fix()),
                marks(expected, finding.observed()),
                instead(expected, planned, provider, zone),
                finding.servers().stream().map(Server::of).toList());
    }

    private static @Nullable Marks marks(@Nullable String expected, @Nullable String observed) {
        return expected == null || observed == null || expected.equals(observed)
                ? null
                : Marks.between(expected, observed).brief();
    }

    /// A whole value that the fix names, such as an SPF record that keeps the other senders; else the expected
    /// one.
    private static String told(Finding finding, String expected) {
        return Sentence.of(finding.fix()).pieces().stream()
                .filter(Sentence.Piece::isCode)
                .map(Sentence.Piece::text)
                .filter(text -> text.startsWith("v=") && text.contains(" "))
                .findFirst()
                .orElse(expected);
    }

    /// The value to enter where it is another than the planned one.
    private static @Nullable String instead(
            String expected, PlannedRecord planned, Provider provider, DomainName zone) {
        if (planned.type() != RecordType.TXT || expected.equals(planned.value())) return null;
        var other = new PlannedRecord(planned.purpose(), planned.type(), planned.name(), expected);
        return provider.entry(other, zone).value();
    }

    boolean hasFix() {
        return !fix.pieces().isEmpty();
    }
}
