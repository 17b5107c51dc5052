package dev.pennypost.dashboard.suppressions;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Listing;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.storage.Page;
import dev.pennypost.suppressions.Origin;
import dev.pennypost.suppressions.Suppression;
import dev.pennypost.suppressions.SuppressionId;
import dev.pennypost.suppressions.Suppressions;
import dev.pennypost.teams.TeamId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/suppressions`.
public final class SuppressionPages implements Section {
    static final String PATH = Paths.MOUNT + "/suppressions";
    private static final int ROWS = 50;

    private final Suppressions suppressions;

    public SuppressionPages(Suppressions suppressions) {
        this.suppressions = suppressions;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/suppressions", Permission.READ, this::list)
                .get("/suppressions/new", Permission.MANAGE_SUPPRESSIONS, _ -> adding(Pasted.NOTHING))
                .post("/suppressions", Permission.MANAGE_SUPPRESSIONS, this::add)
                .get("/suppressions/{id}", Permission.READ, this::show)
                .post("/suppressions/{id}/remove", Permission.MANAGE_SUPPRESSIONS, this::remove);
    }

    private Answer list(Visit visit) {
        Origin origin = visit.query("origin").map(SuppressionPages::origin).orElse(null);
        String search = visit.query("search").orElse("");
        if (visit.wantsCsv()) return export(visit.team(), origin, search);
        return suppressions
                .list(visit.team(), origin, search, Listing.asked(visit, ROWS))
                .map(found -> list(visit, origin, search, found))
                .orElseGet(Answer::missing);
    }

    private static Answer list(Visit visit, @Nullable Origin origin, String search, Page<Suppression> found) {
        var filters = new LinkedHashMap<String, String>();
        filters.put("search", search);
        filters.put("origin", origin == null ? "" : origin.name().toLowerCase(Locale.ROOT));
        var pager = Pager.of(
                PATH,
                filters,
                visit,
                found.items(),
                found.hasMore(),
                one -> one.id().toString());
        var export = new LinkedHashMap<>(filters);
        export.put("format", "csv");
        var model = new Listed(
                found.items().stream().map(Row::of).toList(),
                search,
                filters.get("origin"),
                pager,
                Paths.with(PATH, export),
                visit.may(Permission.MANAGE_SUPPRESSIONS));
        return visit.wantsPart()
                ? Answer.part("suppressions/rows.jte", model)
                : Answer.page("suppressions/list.jte", model);
    }

    private Answer export(TeamId team, @Nullable Origin origin, String search) {
        Stream<List<String>> rows = Listing.all(
                        page -> suppressions.list(team, origin, search, page),
                        (Suppression suppression) -> suppression.id().value())
                .map(Row::cells);
        return new Answer.Table("suppressions.csv", Row.CELLS, rows);
    }

    private static Answer adding(Pasted pasted) {
        return pasted.problems().isEmpty()
                ? Answer.page("suppressions/add.jte", pasted)
                : Answer.refused("suppressions/add.jte", pasted);
    }

    private Answer add(Visit visit) {
        var pasted = Pasted.of(visit.team(), visit.form().raw("emails"));
        if (!pasted.problems().isEmpty()) return adding(pasted);
        int count = suppressions.add(pasted.recipients()).size();
        return Answer.to(
                PATH, count == 1 ? "The address is suppressed." : "The " + count + " addresses are suppressed.");
    }

    private Answer show(Visit visit) {
        return found(visit)
                .map(one -> Answer.page(
                        "suppressions/one.jte", new One(Row.of(one), visit.may(Permission.MANAGE_SUPPRESSIONS))))
                .orElseGet(Answer::missing);
    }

    private Answer remove(Visit visit) {
        return visit.id("id")
                .flatMap(id -> removed(visit.team(), id))
                .map(one -> Answer.to(PATH, one.recipient().email() + " gets your emails again."))
                .orElseGet(Answer::missing);
    }

    private Optional<Suppression> removed(TeamId team, UUID id) {
        return suppressions.remove(team, List.of(new SuppressionId(id))).stream()
                .findFirst();
    }

    private Optional<Suppression> found(Visit visit) {
        return visit.id("id").flatMap(id -> suppressions.get(visit.team(), new SuppressionId(id)));
    }

    private static @Nullable Origin origin(String text) {
        return Stream.of(Origin.values())
                .filter(one -> one.name().equalsIgnoreCase(text))
                .findFirst()
                .orElse(null);
    }
}
