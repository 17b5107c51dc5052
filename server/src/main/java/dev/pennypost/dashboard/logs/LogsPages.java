package dev.pennypost.dashboard.logs;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Further;
import dev.pennypost.dashboard.shell.Listing;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.PrettyJson;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.keys.ApiKey;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Keys;
import dev.pennypost.requestlog.Bodies;
import dev.pennypost.requestlog.LogFilter;
import dev.pennypost.requestlog.LoggedRequest;
import dev.pennypost.requestlog.LogsFound;
import dev.pennypost.requestlog.RequestId;
import dev.pennypost.requestlog.RequestLog;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.util.LinkedHashMap;
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

    /// How long a page waits for a search. What it did not come to is looked for while the page is read.
    private static final Duration PATIENCE = Duration.ofMillis(30);

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
        Optional<Integer> foundBefore = Further.before(visit, ON_A_PAGE);
        PageRequest asked = Listing.asked(visit, ON_A_PAGE - foundBefore.orElse(0));
        return requests.search(visit.team(), filter, asked, PATIENCE)
                .map(found -> shown(visit, query, found, known, foundBefore))
                .orElseGet(Answer::missing);
    }

    private static Answer shown(
            Visit visit, LogQuery query, LogsFound found, List<ApiKey> known, Optional<Integer> foundBefore) {
        Page<LoggedRequest> page = found.page();
        Map<KeyId, String> names = names(known);
        var pager = Pager.of(
                Area.LOGS.path(),
                query.map(),
                visit,
                page.items(),
                page.hasMore(),
                one -> one.id().toString());
        var model = new LogsPage(
                query,
                page.items().stream().map(one -> LogView.of(one, names)).toList(),
                known.stream()
                        .map(key -> new LogsPage.KeyChoice(key.id().value(), key.name()))
                        .toList(),
                found.searchedTo() == null ? pager : new Pager(pager.newer(), null),
                further(visit, query, found, foundBefore));
        if (!visit.wantsPart()) return Answer.page("logs/list.jte", model);
        return Answer.part(foundBefore.isPresent() ? "logs/more.jte" : "logs/rows.jte", model);
    }

    private static Further further(Visit visit, LogQuery query, LogsFound found, Optional<Integer> foundBefore) {
        int shown = found.page().items().size() + foundBefore.orElse(0);
        RequestId end = found.searchedTo();
        if (end == null) return new Further(null, null, shown, ON_A_PAGE, foundBefore.isPresent());
        var rest = new LinkedHashMap<>(query.map());
        rest.put(visit.query("before").isPresent() ? "before" : "after", end.toString());
        return new Further(
                Ids.time(end.value()), Paths.with(Area.LOGS.path(), rest), shown, ON_A_PAGE, foundBefore.isPresent());
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
