package dev.pennypost.emails;

import dev.pennypost.storage.Conditions;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.PatientSearch;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        return PatientSearch.page(
                        tx,
                        EmailStore.COLUMNS,
                        "emails",
                        team.value(),
                        range(filter),
                        fits(filter),
                        page,
                        patience,
                        (row, _) -> EmailStore.read(row))
                .map(found -> new EmailsFound(
                        found.page(), found.searchedTo() == null ? null : new EmailId(found.searchedTo())));
    }

    private static Conditions range(EmailFilter filter) {
        return new Conditions()
                .and("id >= :from", "from", filter.from() == null ? null : Ids.lowest(filter.from()))
                .and("id < :to", "to", filter.to() == null ? null : Ids.lowest(filter.to()));
    }

    private static Conditions fits(EmailFilter filter) {
        var conditions = new Conditions();
        if (!filter.statuses().isEmpty())
            conditions.and("last_event in ("
                    + filter.statuses().stream()
                            .map(status -> "'" + status.column() + "'")
                            .collect(Collectors.joining(", "))
                    + ")");
        conditions.and(
                "domain_id = :domain",
                "domain",
                filter.domain() == null ? null : filter.domain().value());
        if (filter.recipient() != null)
            conditions.and(
                    "lower(array_to_string(recipients || cc || bcc, ' ')) like :recipient",
                    "recipient",
                    holding(filter.recipient().toLowerCase(Locale.ROOT)));
        if (filter.subject() != null) words(conditions, filter.subject());
        if (filter.tag() != null) tag(conditions, filter.tag());
        return conditions;
    }

    private static void words(Conditions conditions, String text) {
        List<String> words = SPACE.splitAsStream(text.strip())
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .toList();
        for (int i = 0; i < words.size(); i++)
            conditions.and("subject ilike :word" + i, "word" + i, holding(words.get(i)));
    }

    /// Tags are a list of pairs; those of the first emails are an object.
    private static void tag(Conditions conditions, EmailFilter.Tag tag) {
        String value = tag.value() == null ? "" : " and pair ->> 1 = :tagValue";
        String old = tag.value() == null ? "tags ->> :tag is not null" : "tags ->> :tag = :tagValue";
        conditions.and(
                "case jsonb_typeof(tags) when 'array' then exists (select 1 from jsonb_array_elements(tags) as pair"
                        + " where pair ->> 0 = :tag" + value + ") when 'object' then " + old + " else false end",
                "tag",
                clean(tag.name()));
        if (tag.value() != null) conditions.and("true", "tagValue", clean(tag.value()));
    }

    private static String holding(String text) {
        String literally = clean(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return "%" + literally + "%";
    }

    /// PostgreSQL text holds no NUL, so nothing that is stored has one either.
    private static String clean(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
