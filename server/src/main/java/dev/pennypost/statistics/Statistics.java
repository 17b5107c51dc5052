package dev.pennypost.statistics;

import dev.pennypost.domains.DomainId;
import dev.pennypost.jobs.Loop;
import dev.pennypost.statistics.Answer.Row;
import dev.pennypost.storage.Database;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Answers how a team's emails fared: from the counts, or, when single emails are asked for, from what is known of
/// them.
public final class Statistics implements AutoCloseable {
    private static final int MOST_EMAILS = 10_000;
    /// Nothing is counted for a quarter of an hour that began so long ago but what comes late.
    private static final Duration SETTLED = Duration.ofMinutes(45);

    private static final int MOVED_AT_ONCE = 20_000;

    private final Database database;
    private final EmailHistories histories;
    private final StatisticsStore store = new StatisticsStore();
    private final TagStore tagged = new TagStore();
    private final InstantSource clock;
    private final Loop settling;

    public Statistics(Database database, EmailHistories histories, InstantSource clock) {
        this.database = database;
        this.histories = histories;
        this.clock = clock;
        this.settling = Loop.named("statistics", Duration.ofMinutes(15), this::settle);
    }

    /// Begins to keep the counts small.
    public Statistics start() {
        settling.start();
        return this;
    }

    @Override
    public void close() {
        settling.close();
    }

    /// Moves what was counted in quarters that are over to the rows of their days; says whether there may be more.
    boolean settle() {
        Instant before = clock.instant().minus(SETTLED);
        int moved = database.inTransaction(tx -> store.settle(tx, before, MOVED_AT_ONCE))
                + database.inTransaction(tx -> tagged.settle(tx, before, MOVED_AT_ONCE));
        return moved > 0;
    }

    /// The names of the tags that are counted by, in their order.
    public List<String> tagNames(TeamId team) {
        return database.inTransaction(tx -> tagged.names(tx, team));
    }

    public Answer answer(TeamId team, Question question) {
        // emails belong to no broadcast as long as there are none
        if (!question.broadcasts().isEmpty()) return figures(question, new Parts(question));
        return question.asksForEmails() ? ofEmails(team, question) : ofAll(team, question);
    }

    private Answer ofAll(TeamId team, Question question) {
        var parts = new Parts(question);
        Instant from = Happened.quarter(question.from());
        Instant to = Happened.quarterFrom(question.to());
        Tags tags = question.tags();
        Whose whose = Whose.asked(question);
        List<Count> counts = database.inTransaction(tx -> tags == null
                ? store.read(tx, team, from, to, parts.starts(), whose)
                : tagged.read(tx, team, tags, from, to, parts.starts(), whose));
        counts.forEach(count -> parts.add(parts.period(count.period()), count.domain(), null, count));
        return figures(question, parts);
    }

    private Answer ofEmails(TeamId team, Question question) {
        Collection<UUID> emails = question.emails().isEmpty()
                ? histories.accepted(
                        team, Happened.quarter(question.from()), Happened.quarterFrom(question.to()), MOST_EMAILS + 1)
                : question.emails();
        if (emails.size() > MOST_EMAILS) return new Answer.TooManyEmails(MOST_EMAILS);
        var parts = new Parts(question);
        histories
                .of(team, emails)
                .forEach((email, history) -> history.stream()
                        .filter(question::includes)
                        .forEach(one -> parts.add(parts.period(one.at()), one.domain(), email, Count.of(one))));
        return figures(question, parts);
    }

    private static Answer figures(Question question, Parts parts) {
        boolean isEmpty = !question.isBrokenDown() || question.byBroadcast();
        return new Answer.Figures(parts.totals, isEmpty ? List.of() : parts.rows());
    }

    /// How often something happened in one period.
    ///
    /// @param period counts from 0
    /// @param domain null for all together
    /// @param tag null when it does not matter
    record Count(
            int period, @Nullable DomainId domain, @Nullable String tag, Figure figure, long times) {
        static Count of(Happened one) {
            return new Count(0, one.domain(), null, one.figure(), one.times());
        }
    }

    private record Part(
            @Nullable Instant period,
            @Nullable DomainId domain,
            @Nullable UUID email,
            @Nullable String tag) {
        private static final Comparator<Part> ORDER = Comparator.comparing(
                        Part::period, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                .thenComparing(part -> String.valueOf(part.domain()))
                .thenComparing(part -> String.valueOf(part.email()))
                .thenComparing(Part::tag, Comparator.nullsFirst(Comparator.<String>naturalOrder()));
    }

    /// Adds up the parts of an answer.
    private static final class Parts {
        private final Question question;
        private final @Nullable List<ZonedDateTime> periods;
        private final TreeMap<Instant, ZonedDateTime> byStart = new TreeMap<>();
        private final Map<Part, Tally> tallies = new TreeMap<>(Part.ORDER);
        private final Tally totals = new Tally();

        Parts(Question question) {
            this.question = question;
            var asked = question.periods();
            this.periods = asked == null ? null : asked.touching(question.from(), question.to(), Integer.MAX_VALUE);
            if (periods == null) return;
            for (ZonedDateTime start : periods) byStart.put(start.toInstant(), start);
            boolean isAlone = !question.byDomain() && !question.byEmail() && !question.byTag();
            if (isAlone) byStart.keySet().forEach(start -> tallies.put(new Part(start, null, null, null), new Tally()));
        }

        /// Where periods begin; of no periods, one that everything lies in.
        List<Instant> starts() {
            return periods == null
                    ? List.of(Happened.quarter(question.from()))
                    : periods.stream().map(ZonedDateTime::toInstant).toList();
        }

        @Nullable
        Instant period(int index) {
            return periods == null ? null : periods.get(index).toInstant();
        }

        @Nullable
        Instant period(Instant at) {
            return periods == null ? null : byStart.floorKey(at);
        }

        void add(@Nullable Instant period, @Nullable DomainId domain, @Nullable UUID email, Count count) {
            totals.add(count.figure(), count.times());
            var part = new Part(
                    period,
                    question.byDomain() ? domain : null,
                    question.byEmail() ? email : null,
                    question.byTag() ? count.tag() : null);
            tallies.computeIfAbsent(part, _ -> new Tally()).add(count.figure(), count.times());
        }

        List<Row> rows() {
            return tallies.entrySet().stream()
                    .map(entry -> row(entry.getKey(), entry.getValue()))
                    .toList();
        }

        private Row row(Part part, Tally tally) {
            ZonedDateTime period = part.period() == null ? null : byStart.get(part.period());
            return new Row(period, part.domain(), part.email(), part.tag(), tally);
        }
    }
}
