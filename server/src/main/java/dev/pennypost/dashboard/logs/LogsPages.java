package dev.pennypost.dashboard.logs;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Listing;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.PrettyJson;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.keys.ApiKey;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Keys;
import dev.pennypost.requestlog.Bodies;
import dev.pennypost.requestlog.LogFilter;
import dev.pennypost.requestlog.LoggedRequest;
import dev.pennypost.requestlog.RequestId;
import dev.pennypost.requestlog.RequestLog;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/logs`.
public final class LogsPages implements Section {
    private static final int ON_A_PAGE = 50;
    private static final int MOST_KEYS = 200;

    private final RequestLog requests;
    private final Keys keys;

    public LogsPages(RequestLog requests, Keys keys) {
        this.requests = requests;
        this.keys = keys;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/logs", Permission.READ, this::list).get("/logs/{id}", Permission.READ, this::show);
    }

    private Answer list(Visit visit) {
        var query = LogQuery.of(visit);
        LogFilter filter = query.filter();
        List<ApiKey> known = keys(visit.team());
        if (visit.wantsCsv()) return table(visit.team(), filter, names(known));
        Optional<Page<LoggedRequest>> page = requests.list(visit.team(), filter, Listing.asked(visit, ON_A_PAGE));
        if (page.isEmpty()) return Answer.missing();
        List<LoggedRequest> found = page.get().items();
        Map<KeyId, String> names = names(known);
        var model = new LogsPage(
                query,
                found.stream().map(one -> LogView.of(one, names)).toList(),
                known.stream()
                        .map(key -> new LogsPage.KeyChoice(key.id().value(), key.name()))
                        .toList(),
                Pager.of(
                        Area.LOGS.path(),
                        query.map(),
                        visit,
                        found,
                        page.get().hasMore(),
                        one -> one.id().toString()));
        return visit.wantsPart() ? Answer.part("logs/rows.jte", model) : Answer.page("logs/list.jte", model);
    }

    private Answer table(TeamId team, LogFilter filter, Map<KeyId, String> names) {
        Function<PageRequest, Optional<Page<LoggedRequest>>> pages = page -> requests.list(team, filter, page);
        return new Answer.Table(
                "requests.csv",
                List.of("id", "created_at", "method", "path", "status", "api_key_id", "api_key", "user_agent"),
                Listing.all(pages, one -> one.id().value())
                        .map(one -> LogView.of(one, names))
                        .map(one -> List.of(
                                one.id().toString(),
                                one.createdAt().toString(),
                                one.method(),
                                one.endpoint(),
                                Integer.toString(one.status()),
                                one.keyId().toString(),
                                one.key(),
                                one.userAgent())));
    }

    private Answer show(Visit visit) {
        return visit.id("id")
                .map(RequestId::new)
                .flatMap(id -> requests.get(visit.team(), id)
                        .flatMap(found -> requests.bodies(visit.team(), id).map(bodies -> page(visit, found, bodies))))
                .<Answer>map(page -> Answer.page("logs/log.jte", page))
                .orElseGet(Answer::missing);
    }

    private LogPage page(Visit visit, LoggedRequest found, Bodies bodies) {
        Map<KeyId, String> name = keys.get(visit.team(), new KeyId(found.key()))
                .map(key -> Map.of(key.id(), key.name()))
                .orElse(Map.of());
        return new LogPage(LogView.of(found, name), pretty(bodies.request()), pretty(bodies.response()));
    }

    private static @Nullable String pretty(@Nullable String json) {
        return json == null ? null : PrettyJson.of(json);
    }

    private List<ApiKey> keys(TeamId team) {
        return keys.list(team, PageRequest.first(MOST_KEYS)).map(Page::items).orElse(List.of());
    }

    private static Map<KeyId, String> names(List<ApiKey> known) {
        return known.stream().collect(Collectors.toMap(ApiKey::id, ApiKey::name));
    }
}
