package dev.pennypost.dashboard.domains;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Listing;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.HistoryEntry;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import java.util.List;
import java.util.Map;

/// `/domains/{id}/history`: what checks saw.
record HistoryPage(Domains domains, Known known) implements Section {
    private static final int MOST = 30;

    @Override
    public void register(Desk desk) {
        desk.get("/domains/{id}/history", Permission.READ, visit -> known.with(visit, domain -> show(visit, domain)));
    }

    private Answer show(Visit visit, Domain domain) {
        if (visit.wantsCsv()) return table(visit, domain);
        var page = page(visit, domain, ListPage.request(visit, MOST));
        var pager = Pager.of(
                Head.path(domain.summary()) + "/history",
                Map.of(),
                visit,
                page.items(),
                page.hasMore(),
                entry -> entry.id().toString());
        return Answer.page(
                "domains/history.jte",
                new Story(
                        Head.of(domain, visit),
                        page.items().stream().map(Story.Chapter::of).toList(),
                        pager));
    }

    private Answer table(Visit visit, Domain domain) {
        return new Answer.Table(
                domain.name().ascii() + "-history.csv",
                List.of("first", "last", "checks", "status", "changes"),
                Listing.all(page -> domains.history(visit.team(), domain.id(), page), HistoryEntry::id)
                        .map(Story.Chapter::of)
                        .map(Story.Chapter::cells));
    }

    private Page<HistoryEntry> page(Visit visit, Domain domain, PageRequest request) {
        return domains.history(visit.team(), domain.id(), request).orElseGet(() -> new Page<>(List.of(), false));
    }
}
