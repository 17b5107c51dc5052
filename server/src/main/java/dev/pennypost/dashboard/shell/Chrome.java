package dev.pennypost.dashboard.shell;

import dev.pennypost.accounts.Membership;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What every page shows around its content, and how it writes times.
///
/// @param areas what the menu offers
/// @param team on behalf of which the page is shown
/// @param csrf what a form must send back to be taken for ours
/// @param flash what the step before came to; null where there was none
/// @param theme `light`, `dark`, or `auto` as the person's system has it
public record Chrome(
        Assets assets,
        List<Area> areas,
        String personName,
        List<Membership> memberships,
        TeamId team,
        String teamName,
        String csrf,
        @Nullable String flash,
        String theme,
        Instant now) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_OF_YEAR = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter EXACTLY =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH);

    /// The same at another moment, for parts of a page that change while it is open.
    public Chrome at(Instant moment) {
        return new Chrome(assets, areas, personName, memberships, team, teamName, csrf, flash, theme, moment);
    }

    /// Whether an area of the menu is the first of its group.
    public boolean startsGroup(Area area) {
        int place = areas.indexOf(area);
        return !area.group().isEmpty() && (place == 0 || !area.isGroupedAs(areas.get(place - 1)));
    }

    /// The same some time later: live parts tell times long after their page was made.
    public Chrome later(Duration since) {
        Instant then = now.plus(since);
        return new Chrome(assets, areas, personName, memberships, team, teamName, csrf, flash, theme, then);
    }

    /// The colours that are not shown now.
    public String otherTheme() {
        return theme.equals("dark") ? "light" : "dark";
    }

    /// How long ago, or in how long, as people say it.
    public String ago(Instant at) {
        Duration since = Duration.between(at, now);
        return since.isNegative() ? ahead(since.negated(), at) : behind(since, at);
    }

    /// The moment itself.
    public String exactly(Instant at) {
        return EXACTLY.format(at.atOffset(ZoneOffset.UTC));
    }

    private String behind(Duration since, Instant at) {
        if (since.toSeconds() < 5) return "just now";
        return since.toDays() < 7 ? length(since) + " ago" : day(at);
    }

    private String ahead(Duration until, Instant at) {
        if (until.toSeconds() < 1) return "now";
        return until.toDays() < 7 ? "in " + length(until) : day(at);
    }

    private static String length(Duration length) {
        if (length.toSeconds() < 60) return counted(length.toSeconds(), "second");
        if (length.toMinutes() < 60) return counted(length.toMinutes(), "minute");
        if (length.toHours() < 48) return counted(length.toHours(), "hour");
        return counted(length.toDays(), "day");
    }

    private static String counted(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    private String day(Instant at) {
        var then = at.atOffset(ZoneOffset.UTC);
        return (then.getYear() == now.atOffset(ZoneOffset.UTC).getYear() ? DAY : DAY_OF_YEAR).format(then);
    }
}
