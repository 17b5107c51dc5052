package dev.pennypost.dashboard.domains;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.Domains;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/domains`: all of them.
record ListPage(Domains domains) implements Section {
    private static final String PATH = Paths.MOUNT + "/domains";
    private static final int MOST = 50;
    private static final int MOST_AT_ONCE = 500;

    @Override
    public void register(Desk desk) {
        desk.get("/domains", Permission.READ, this::list);
    }

    private Answer list(Visit visit) {
        String search = visit.query("q").orElse("");
        var show = Show.of(visit.query("show").orElse(""));
        if (visit.wantsCsv()) return table(visit, search, show);
        var page = domains.detailed(visit.team(), show.filter(search), request(visit, MOST))
                .orElseGet(() -> new Page<>(List.of(), false));
        var filters = filters(search, show);
        var list = new DomainList(
                page.items().stream().map(DomainList.Row::of).toList(),
                search,
                show,
                Pager.of(
                        PATH,
                        filters,
                        visit,
                        page.items(),
                        page.hasMore(),
                        domain -> domain.id().value().toString()),
                export(filters),
                visit.may(Permission.MANAGE_DOMAINS));
        return visit.wantsPart() ? Answer.part("domains/rows.jte", list) : Answer.page("domains/list.jte", list);
    }

    /// Which page of a list an address asks for.
    static PageRequest request(Visit visit, int most) {
        return new PageRequest(
                most,
                visit.query("after").flatMap(ListPage::id).orElse(null),
                visit.query("after").isPresent()
                        ? null
                        : visit.query("before").flatMap(ListPage::id).orElse(null));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private static Map<String, String> filters(String search, Show show) {
        var filters = new LinkedHashMap<String, String>();
        filters.put("q", search);
        filters.put("show", show.code());
        return filters;
    }

    private static String export(Map<String, String> filters) {
        var all = new LinkedHashMap<>(filters);
        all.put("format", "csv");
        return Paths.with(PATH, all);
    }

    private Answer table(Visit visit, String search, Show show) {
        Stream<List<String>> rows = pages(visit, search, show)
                .flatMap(page -> page.items().stream())
                .map(domain -> DomainList.Row.of(domain).cells());
        return new Answer.Table("domains.csv", List.of("name", "status", "works", "since", "trouble"), rows);
    }

    /// Page after page, so that no list is held as a whole.
    private Stream<Page<Domain>> pages(Visit visit, String search, Show show) {
        return Stream.iterate(
                page(visit, search, show, null),
                page -> !page.items().isEmpty(),
                page -> page.hasMore()
                        ? page(visit, search, show, page.items().getLast().id().value())
                        : new Page<>(List.of(), false));
    }

    private Page<Domain> page(Visit visit, String search, Show show, @Nullable UUID after) {
        return domains.detailed(visit.team(), show.filter(search), new PageRequest(MOST_AT_ONCE, after, null))
                .orElseGet(() -> new Page<>(List.of(), false));
    }
}
