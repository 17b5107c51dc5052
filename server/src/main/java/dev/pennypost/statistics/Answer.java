package dev.pennypost.statistics;

import dev.pennypost.domains.DomainId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a question is answered.
public sealed interface Answer {
    /// The figures.
    ///
    /// @param rows by period, then domain, then email, then tag; empty when nothing was to be broken down
    record Figures(Tally totals, List<Row> rows) implements Answer {}

    /// There are more rows than anybody reads.
    record TooManyEmails(int limit) implements Answer {}

    /// One part of what is broken down.
    ///
    /// @param period when it began; null when not broken down by periods
    /// @param domain null when not broken down by domains
    /// @param email null when not broken down by emails
    /// @param tag a value of the tag that was asked about, `*` for those beyond the first thousand; null when not
    ///     broken down by tags
    record Row(
            @Nullable ZonedDateTime period,
            @Nullable DomainId domain,
            @Nullable UUID email,
            @Nullable String tag,
            Tally tally) {}
}
