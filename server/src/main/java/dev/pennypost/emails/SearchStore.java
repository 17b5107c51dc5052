package dev.pennypost.emails;

import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The SQL that searches emails. No index serves it, because accepting would pay for that with every email: it looks at
/// the team's emails one after another along the primary key, from the cursor on, until the page is full or time is up.
final class SearchStore {
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int MOST_WORDS = 10;

    /// One page of what fits; empty when the cursor is none of the team's emails.
    ///
    /// @param patience how long the search may take
    Optional<EmailsFound> page(Transaction tx, TeamId team, EmailFilter filter, PageRequest page, Duration patience) {
        UUID cursor = page.after() == null ? page.before() : page.after();
        if (cursor != null && !has(tx, team, cursor)) return Optional.empty();
        return Optional.of(read(tx, team, new Question(filter), page, patience));
    }

    private static boolean has(Transaction tx, TeamId team, UUID id) {
        return tx.handle()
                .createQuery("select 1 from emails where team_id = :team and id = :id")
                .bind("team", team.value())
                .bind("id", id)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    private static EmailsFound read(
            Transaction tx, TeamId team, Question question, PageRequest page, Duration patience) {
        boolean newer = page.before() != null;
        String from = page.after() != null ? " and id < :cursor" : newer ? " and id > :cursor" : "";
        // A row that does not fit and is there all the same says how far the search came before its time was up.
        var query = tx.handle()
                .createQuery("select " + EmailStore.COLUMNS + ", (" + question.fits() + ") as fits from emails"
                        + " where team_id = :team" + from + question.range() + " and ((" + question.fits()
                        + ") or clock_timestamp() >= statement_timestamp() + make_interval(secs => :patience))"
                        + " order by id " + (newer ? "asc" : "desc") + " limit :limit")
                .bind("team", team.value())
                .bind("patience", patience.toNanos() / 1e9)
                .bind("limit", page.limit() + 1)
                .bindMap(question.values);
        UUID cursor = newer ? page.before() : page.after();
        if (cursor != null) query.bind("cursor", cursor);
        return found(
                query.map((row, _) -> new Row(EmailStore.read(row), row.getBoolean("fits")))
                        .list(),
                page);
    }

    private record Row(Email email, boolean fits) {}

    private static EmailsFound found(List<Row> rows, PageRequest page) {
        var emails = new ArrayList<Email>();
        for (Row row : rows) {
            if (emails.size() == page.limit()) return new EmailsFound(pageOf(emails, page, true), null);
            if (!row.fits())
                return new EmailsFound(pageOf(emails, page, true), row.email().id());
            emails.add(row.email());
        }
        return new EmailsFound(pageOf(emails, page, false), null);
    }

    private static Page<Email> pageOf(List<Email> emails, PageRequest page, boolean hasMore) {
        return new Page<>(page.before() == null ? emails : emails.reversed(), hasMore);
    }

    /// A filter as conditions, with their values.
    private static final class Question {
        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> values = new HashMap<>();
        private String range = "";

        Question(EmailFilter filter) {
            if (!filter.statuses().isEmpty())
                conditions.add("last_event in ("
                        + filter.statuses().stream()
                                .map(status -> "'" + status.column() + "'")
                                .collect(Collectors.joining(", "))
                        + ")");
            if (filter.domain() != null)
                add("domain_id = :domain", "domain", filter.domain().value());
            if (filter.recipient() != null)
                add(
                        "lower(array_to_string(recipients || cc || bcc, ' ')) like :recipient",
                        "recipient",
                        holding(filter.recipient().toLowerCase(Locale.ROOT)));
            if (filter.subject() != null) words(filter.subject());
            if (filter.tag() != null) tag(filter.tag());
            if (filter.from() != null) {
                range += " and id >= :from";
                values.put("from", Ids.lowest(filter.from()));
            }
            if (filter.to() != null) {
                range += " and id < :to";
                values.put("to", Ids.lowest(filter.to()));
            }
        }

        String fits() {
            return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
        }

        String range() {
            return range;
        }

        private void words(String text) {
            List<String> words = SPACE.splitAsStream(text.strip())
                    .filter(word -> !word.isEmpty())
                    .limit(MOST_WORDS)
                    .toList();
            for (int i = 0; i < words.size(); i++) add("subject ilike :word" + i, "word" + i, holding(words.get(i)));
        }

        /// Tags are a list of pairs; those of the first emails are an object.
        private void tag(EmailFilter.Tag tag) {
            String value = tag.value() == null ? "" : " and pair ->> 1 = :tagValue";
            String old = tag.value() == null ? "tags ->> :tag is not null" : "tags ->> :tag = :tagValue";
            add(
                    "case jsonb_typeof(tags) when 'array' then exists (select 1 from jsonb_array_elements(tags) as pair"
                            + " where pair ->> 0 = :tag" + value + ") when 'object' then " + old + " else false end",
                    "tag",
                    clean(tag.name()));
            if (tag.value() != null) values.put("tagValue", clean(tag.value()));
        }

        private void add(String condition, String name, Object value) {
            conditions.add(condition);
            values.put(name, value);
        }

        private static String holding(String text) {
            String literally =
                    clean(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
            return "%" + literally + "%";
        }

        /// PostgreSQL text holds no NUL, so nothing that is stored has one either.
        private static String clean(String text) {
            return text.replace('\0', '\uFFFD');
        }
    }
}
