package dev.pennypost.admin;

import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.WaitReason;
import dev.pennypost.delivery.control.ControlProblem;
import dev.pennypost.delivery.control.ControlResult;
import dev.pennypost.delivery.control.Controls;
import dev.pennypost.delivery.control.Hold;
import dev.pennypost.delivery.control.ListedDelivery;
import dev.pennypost.delivery.control.PauseResult;
import dev.pennypost.delivery.control.QueueSummary;
import dev.pennypost.delivery.control.Selection;
import dev.pennypost.delivery.control.SiteStanding;
import dev.pennypost.delivery.control.Verb;
import dev.pennypost.delivery.sites.SiteLimits;
import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.dns.DomainName;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The queue and its sites on the operators' listener.
public final class QueueRoutes implements AdminDoor.Routes {
    private static final int USUAL = 50;
    private static final int MOST = 1_000;
    private static final String REASON = "reason";
    private static final String DRY_RUN = "dry_run";
    private static final String ID = "id";

    private final Controls controls;
    private final SelectionReader selections;
    private final InstantSource clock;

    /// @param named the ids a domain was added under, one for each team that has it
    public QueueRoutes(Controls controls, Function<DomainName, List<DomainId>> named, InstantSource clock) {
        this.controls = controls;
        this.selections = new SelectionReader(named);
        this.clock = clock;
    }

    @Override
    public void register(HttpRouting.Builder routes) {
        routes.get("/queue", Answering.read(_ -> summary()))
                .get("/queue/deliveries", Answering.read(this::list))
                .get(
                        "/queue/holds",
                        Answering.read(_ -> new ListJson<>(
                                controls.holds().stream().map(HoldJson::of).toList(), false)))
                .get("/sites", Answering.read(_ -> new ListJson<>(sites(controls.sites()), false)))
                .post("/queue/pause", Answering.change(this::pause))
                .post("/queue/resume", Answering.change(this::resume))
                .post("/queue/flush", Answering.change((_, body) -> act(Verb.FLUSH, body)))
                .post("/queue/requeue", Answering.change((_, body) -> act(Verb.REQUEUE, body)))
                .post("/queue/cancel", Answering.change((_, body) -> act(Verb.CANCEL, body)))
                .post("/sites/{name}/suspend", Answering.change(this::suspend))
                .post("/sites/{name}/forgive", Answering.change(this::forgive));
    }

    private SummaryJson summary() {
        QueueSummary summary = controls.summary();
        var states = new LinkedHashMap<DeliveryState, Long>();
        var reasons = new LinkedHashMap<WaitReason, Long>();
        for (QueueSummary.Count count : summary.counts()) {
            states.merge(count.state(), count.deliveries(), Long::sum);
            if (count.waits() != null) reasons.merge(count.waits(), count.deliveries(), Long::sum);
        }
        return new SummaryJson(
                spelled(states, DeliveryState::spelled),
                spelled(reasons, WaitReason::spelled),
                summary.oldestDue(),
                summary.holds(),
                sites(summary.sites()));
    }

    private static <E> Map<String, Long> spelled(Map<E, Long> counts, Function<E, String> spelling) {
        var spelled = new LinkedHashMap<String, Long>();
        counts.forEach((key, count) -> spelled.put(spelling.apply(key), count));
        return spelled;
    }

    private record SummaryJson(
            Map<String, Long> states,
            Map<String, Long> waitReasons,
            @Nullable Instant oldestDue,
            int holds,
            List<SiteJson> sites) {}

    private record ListJson<T>(List<T> data, boolean hasMore) {}

    private ListJson<DeliveryJson> list(ServerRequest request) {
        var given = new LinkedHashMap<String, String>();
        request.query().toMap().forEach((name, values) -> given.put(name, String.join(",", values)));
        allow(given.keySet(), with("limit", "after"));
        int limit = limit(given.get("limit"));
        var page = controls.list(selections.read(given), limit, after(given.get("after")));
        return new ListJson<>(page.items().stream().map(DeliveryJson::of).toList(), page.hasMore());
    }

    private static int limit(@Nullable String text) {
        if (text == null) return USUAL;
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) return limit;
        } catch (NumberFormatException none) {
            // told below, together with numbers out of range
        }
        throw new Unusable("`limit` is a number from 1 to " + MOST);
    }

    private static @Nullable DeliveryId after(@Nullable String text) {
        if (text == null) return null;
        try {
            String[] parts = text.split("/", 2);
            if (parts.length == 2) return new DeliveryId(UUID.fromString(parts[0]), Integer.parseInt(parts[1]));
        } catch (IllegalArgumentException none) {
            // told below
        }
        throw new Unusable("`after` is the `id` of the last delivery of the page before");
    }

    private Object pause(ServerRequest request, ObjectNode body) {
        Selection selection = selection(body, REASON, DRY_RUN);
        if (isDryRun(body)) return done(controls.dryRun(Verb.PAUSE, selection), true);
        String reason = text(body, REASON);
        return switch (controls.pause(selection, reason == null ? "" : reason)) {
            case PauseResult.Paused(Hold hold, int aside) -> new PausedJson(HoldJson.of(hold), aside);
            case PauseResult.Refused(ControlProblem problem) -> throw refused(problem);
        };
    }

    private record PausedJson(HoldJson hold, int setAside) {}

    /// By the id of a hold, or by what it holds.
    private Object resume(ServerRequest request, ObjectNode body) {
        Selection selection = selection(body, ID, DRY_RUN);
        UUID id = body.has(ID) ? id(body) : held(selection);
        if (isDryRun(body)) return dryResume(id);
        return controls.resume(id)
                .map(count -> new DoneJson(false, count, 0))
                .orElseThrow(() -> new Unusable(404, "there is no hold " + id));
    }

    private DoneJson dryResume(UUID id) {
        return controls.holds().stream()
                .filter(hold -> hold.id().equals(id))
                .findFirst()
                .map(hold -> Selection.of(hold.target()).in(DeliveryState.HELD))
                .map(selection -> done(controls.dryRun(Verb.CANCEL, selection), true))
                .orElseThrow(() -> new Unusable(404, "there is no hold " + id));
    }

    private UUID held(Selection selection) {
        if (selection.targets().size() != 1) throw refused(new ControlProblem.NotOneTarget());
        return controls.holds().stream()
                .filter(hold -> hold.target().equals(selection.targets().getFirst()))
                .map(Hold::id)
                .findFirst()
                .orElseThrow(() -> new Unusable(404, "nothing of that is paused"));
    }

    private DoneJson act(Verb verb, ObjectNode body) {
        Selection selection = selection(body, DRY_RUN);
        if (isDryRun(body)) return done(controls.dryRun(verb, selection), true);
        return done(
                switch (verb) {
                    case FLUSH -> controls.flush(selection);
                    case REQUEUE -> controls.requeue(selection);
                    case CANCEL -> controls.cancel(selection);
                    case PAUSE -> throw new IllegalArgumentException("a pause is not carried out at once");
                },
                false);
    }

    private static DoneJson done(ControlResult result, boolean dry) {
        return switch (result) {
            case ControlResult.Done(long deliveries, long underWay) -> new DoneJson(dry, deliveries, underWay);
            case ControlResult.Refused(ControlProblem problem) -> throw refused(problem);
        };
    }

    private record DoneJson(boolean dryRun, long deliveries, long underWay) {}

    private Object suspend(ServerRequest request, ObjectNode body) {
        allow(names(body), Set.of("until", "minutes", REASON));
        String site = request.path().pathParameters().get("name");
        String why = text(body, REASON);
        Instant until = until(body);
        controls.suspend(site, until, why == null ? "an operator wants it so" : why);
        return Map.of("site", site, "until", until);
    }

    private Instant until(ObjectNode body) {
        Instant now = clock.instant();
        JsonNode minutes = body.path("minutes");
        if (minutes.isIntegralNumber()
                && minutes.asLong() > 0
                && minutes.asLong() <= Duration.ofDays(30).toMinutes())
            return now.plus(Duration.ofMinutes(minutes.asLong()));
        try {
            String until = text(body, "until");
            if (until != null && Instant.parse(until).isAfter(now)) return Instant.parse(until);
        } catch (DateTimeParseException none) {
            // told below, together with what is over
        }
        throw new Unusable("say how long: `minutes` from 1 to 43200, or `until`, a time to come such as"
                + " 2030-01-01T00:00:00Z");
    }

    private Object forgive(ServerRequest request, ObjectNode body) {
        allow(names(body), Set.of());
        String site = request.path().pathParameters().get("name");
        controls.forgive(site);
        return Map.of("site", site);
    }

    private Selection selection(ObjectNode body, String... more) {
        allow(names(body), with(more));
        var given = new LinkedHashMap<String, String>();
        for (String key : SelectionReader.KEYS) {
            String value = body.path(key).isArray() ? list(body.path(key)) : text(body, key);
            if (value != null) given.put(key, value);
        }
        return selections.read(given);
    }

    private static Set<String> with(String... more) {
        var keys = new TreeSet<>(SelectionReader.KEYS);
        keys.addAll(List.of(more));
        return keys;
    }

    /// A selector that is not understood would select more than is meant.
    private static void allow(Set<String> given, Set<String> known) {
        for (String key : given)
            if (!known.contains(key))
                throw new Unusable(
                        "`" + key + "` is not known here; what is: " + String.join(", ", new TreeSet<>(known)));
    }

    private static Set<String> names(ObjectNode body) {
        return new TreeSet<>(body.propertyNames());
    }

    private static @Nullable String text(ObjectNode body, String key) {
        JsonNode value = body.path(key);
        if (value.isMissingNode() || value.isNull()) return null;
        if (!value.isString()) throw new Unusable("`" + key + "` must be a text");
        return value.asString();
    }

    private static String list(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(one -> texts.add(one.asString()));
        return String.join(",", texts);
    }

    private static boolean isDryRun(ObjectNode body) {
        JsonNode value = body.path(DRY_RUN);
        if (!value.isMissingNode() && !value.isBoolean()) throw new Unusable("`dry_run` must be true or false");
        return value.asBoolean(false);
    }

    private static UUID id(ObjectNode body) {
        try {
            return UUID.fromString(String.valueOf(text(body, ID)));
        } catch (IllegalArgumentException none) {
            throw new Unusable("`id` must be the id of a hold");
        }
    }

    private static Unusable refused(ControlProblem problem) {
        return switch (problem) {
            case ControlProblem.NothingSelected() ->
                new Unusable(
                        "say which deliveries: at least one of site, team, domain, recipient, recipient_domain, email, state");
            case ControlProblem.NotOneTarget() ->
                new Unusable("say exactly one of site, team, domain, recipient, recipient_domain, email, and no state");
            case ControlProblem.NotInThisState(Set<DeliveryState> possible) ->
                new Unusable("that is possible for these states only: " + SelectionReader.spelled(possible));
            case ControlProblem.BadReason(int longest) ->
                new Unusable("say a `reason`, at most " + longest + " characters");
        };
    }

    private record HoldJson(UUID id, String kind, String value, String reason, Instant createdAt) {
        static HoldJson of(Hold hold) {
            return new HoldJson(
                    hold.id(), hold.target().kind().spelled(), hold.target().value(), hold.reason(), hold.createdAt());
        }
    }

    private record DeliveryJson(
            String id,
            UUID email,
            String to,
            UUID team,
            UUID domain,
            @Nullable String site,
            String state,
            @Nullable String waitReason,
            @Nullable Instant nextAttemptAt,
            int attempts,
            @Nullable String lastReply,
            @Nullable String lastCategory,
            @Nullable String lastRule,
            Instant createdAt) {
        static DeliveryJson of(ListedDelivery one) {
            return new DeliveryJson(
                    one.id().toString(),
                    one.id().emailId(),
                    one.recipient().toString(),
                    one.team().value(),
                    one.domain().value(),
                    one.site(),
                    one.state().spelled(),
                    one.waits() == null ? null : one.waits().spelled(),
                    one.due(),
                    one.attempts(),
                    one.said(),
                    one.category(),
                    one.rule(),
                    one.createdAt());
        }
    }

    private static List<SiteJson> sites(List<SiteStanding> all) {
        return all.stream().map(SiteJson::of).toList();
    }

    private record SiteJson(String name, int waitingInMemory, LimitsJson limits, List<SourceJson> sources) {
        static SiteJson of(SiteStanding one) {
            return new SiteJson(
                    one.site(),
                    one.waiting(),
                    LimitsJson.of(one.limits()),
                    one.sources().stream()
                            .map(source -> new SourceJson(
                                    source.source(),
                                    source.state(),
                                    source.connections(),
                                    source.mostConnections(),
                                    source.until(),
                                    source.why()))
                            .toList());
        }
    }

    private record LimitsJson(
            int connections,
            int messagesPerConnection,
            long connectionSeconds,
            int messagesPerMinute,
            int connectionsPerMinute,
            boolean requiresTls) {
        static LimitsJson of(SiteLimits limits) {
            return new LimitsJson(
                    limits.connections(),
                    limits.messagesPerConnection(),
                    limits.connectionAge().toSeconds(),
                    limits.messagesPerMinute(),
                    limits.connectionsPerMinute(),
                    limits.requiresTls());
        }
    }

    private record SourceJson(
            String source,
            String state,
            int connections,
            int mostConnections,
            @Nullable Instant suspendedUntil,
            @Nullable String why) {}
}
