package dev.pennypost.dashboard.queue;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Listing;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.control.ControlResult;
import dev.pennypost.delivery.control.Controls;
import dev.pennypost.delivery.control.Hold;
import dev.pennypost.delivery.control.ListedDelivery;
import dev.pennypost.delivery.control.PauseResult;
import dev.pennypost.delivery.control.Selection;
import dev.pennypost.delivery.control.SiteStanding;
import dev.pennypost.delivery.control.Verb;
import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.Page;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/queue`: for operators only.
public final class QueuePages implements Section {
    static final String PATH = Paths.MOUNT + "/queue";
    static final String DELIVERIES = PATH + "/deliveries";
    static final String SITES = PATH + "/sites";

    private static final int ROWS = 50;
    private static final int EXPORTED_AT_ONCE = 1_000;
    private static final int MOST_MINUTES = 43_200;

    private final Controls controls;
    private final Function<DomainName, List<DomainId>> named;

    /// @param named the ids a domain was added under, one for each team that has it
    public QueuePages(Controls controls, Function<DomainName, List<DomainId>> named) {
        this.controls = controls;
        this.named = named;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/queue", Permission.OPERATE_QUEUE, this::overview)
                .get("/queue/deliveries", Permission.OPERATE_QUEUE, this::deliveries)
                .get("/queue/act", Permission.OPERATE_QUEUE, this::ask)
                .post("/queue/act", Permission.OPERATE_QUEUE, this::act)
                .post("/queue/resume", Permission.OPERATE_QUEUE, this::resume)
                .get("/queue/sites", Permission.OPERATE_QUEUE, this::sites)
                .post("/queue/sites/suspend", Permission.OPERATE_QUEUE, this::suspend)
                .post("/queue/sites/forgive", Permission.OPERATE_QUEUE, this::forgive);
    }

    private Answer overview(Visit visit) {
        if (visit.wantsCsv())
            return new Answer.Table(
                    "pauses.csv",
                    List.of("id", "kind", "value", "reason", "created_at"),
                    controls.holds().stream().map(QueuePages::cells));
        return Answer.page("queue/overview.jte", Overview.of(controls.summary(), controls.holds()));
    }

    private static List<String> cells(Hold hold) {
        return List.of(
                hold.id().toString(),
                hold.target().kind().spelled(),
                hold.target().value(),
                hold.reason(),
                hold.createdAt().toString());
    }

    private Answer deliveries(Visit visit) {
        var wanted = Wanted.read(name -> visit.query(name).orElse(""), named);
        boolean exported = visit.wantsCsv();
        if (wanted.isBroken())
            return Answer.refused("queue/deliveries.jte", new DeliveryList(wanted, List.of(), Pager.NONE, ""));
        if (exported) return export(wanted.selection());
        Optional<String> after = visit.query("after");
        Optional<DeliveryId> from = after.flatMap(QueuePages::delivery);
        if (after.isPresent() && from.isEmpty()) return Answer.missing();
        Page<ListedDelivery> page = controls.list(wanted.selection(), ROWS, from.orElse(null));
        var rows = page.items().stream()
                .map(one -> DeliveryRow.of(one, visit.team()))
                .toList();
        return Answer.page(
                "queue/deliveries.jte",
                new DeliveryList(wanted, rows, pager(wanted, from.isPresent(), page), export(wanted)));
    }

    private static String export(Wanted wanted) {
        var query = new LinkedHashMap<>(wanted.given());
        query.put("format", "csv");
        return Paths.with(DELIVERIES, query);
    }

    /// Back leads to the newest: the queue is read in one direction.
    private static Pager pager(Wanted wanted, boolean isLater, Page<ListedDelivery> page) {
        var older = new LinkedHashMap<>(wanted.given());
        if (page.hasMore()) older.put("after", page.items().getLast().id().toString());
        return new Pager(
                isLater ? wanted.link(DELIVERIES) : null, page.hasMore() ? Paths.with(DELIVERIES, older) : null);
    }

    private Answer export(Selection selection) {
        Stream<List<String>> rows = Listing.every(
                        after -> Optional.of(controls.list(selection, EXPORTED_AT_ONCE, after)), ListedDelivery::id)
                .map(DeliveryRow::cells);
        return new Answer.Table("deliveries.csv", DeliveryRow.CELLS, rows);
    }

    private static Optional<DeliveryId> delivery(String text) {
        try {
            String[] parts = text.split("/", 2);
            return parts.length == 2
                    ? Optional.of(new DeliveryId(UUID.fromString(parts[0]), Integer.parseInt(parts[1])))
                    : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /// Counts what would be done.
    private Answer ask(Visit visit) {
        var wanted = Wanted.read(name -> visit.query(name).orElse(""), named);
        return visit.query("verb")
                .flatMap(QueuePages::verb)
                .map(verb -> Answer.page("queue/act.jte", dryRun(verb, wanted, "")))
                .orElseGet(Answer::missing);
    }

    private DryRun dryRun(Verb verb, Wanted wanted, String reason) {
        if (wanted.isBroken()) {
            String said = String.join(" ", wanted.errors().values());
            return new DryRun(verb, wanted, 0, 0, said, reason, null, false);
        }
        return switch (controls.dryRun(verb, wanted.selection())) {
            case ControlResult.Done(long deliveries, long underWay) ->
                new DryRun(verb, wanted, deliveries, underWay, null, reason, null, false);
            case ControlResult.Refused(var problem) ->
                new DryRun(verb, wanted, 0, 0, Words.of(problem), reason, null, false);
        };
    }

    /// Does it, unless it has come to concern more than was shown.
    private Answer act(Visit visit) {
        Optional<Verb> verb = verb(visit.form().text("verb"));
        if (verb.isEmpty()) return Answer.missing();
        var wanted = Wanted.read(visit.form()::text, named);
        DryRun now = dryRun(verb.get(), wanted, visit.form().text("reason"));
        if (now.refused() != null) return Answer.refused("queue/act.jte", now);
        if (verb.get() == Verb.PAUSE) return pause(now);
        if (now.deliveries() > counted(visit)) return Answer.refused("queue/act.jte", grown(now));
        return switch (carriedOut(verb.get(), wanted.selection())) {
            case ControlResult.Done(long deliveries, long underWay) ->
                Answer.to(now.back(), Words.done(verb.get(), deliveries, underWay));
            case ControlResult.Refused(var problem) -> Answer.refused("queue/act.jte", refused(now, Words.of(problem)));
        };
    }

    private static long counted(Visit visit) {
        try {
            return Long.parseLong(visit.form().text("counted"));
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    private ControlResult carriedOut(Verb verb, Selection selection) {
        return switch (verb) {
            case FLUSH -> controls.flush(selection);
            case REQUEUE -> controls.requeue(selection);
            case CANCEL -> controls.cancel(selection);
            case PAUSE -> throw new IllegalArgumentException("pauses are heeded, not carried out");
        };
    }

    private Answer pause(DryRun now) {
        return switch (controls.pause(now.wanted().selection(), now.reason())) {
            case PauseResult.Paused(var hold, var _) ->
                Answer.to(PATH, "Paused: " + Overview.Paused.of(hold).what() + ".");
            case PauseResult.Refused(var problem) -> Answer.refused("queue/act.jte", badReason(now, Words.of(problem)));
        };
    }

    private static DryRun grown(DryRun now) {
        return new DryRun(now.verb(), now.wanted(), now.deliveries(), now.underWay(), null, now.reason(), null, true);
    }

    private static DryRun refused(DryRun now, String why) {
        return new DryRun(now.verb(), now.wanted(), 0, 0, why, now.reason(), null, false);
    }

    private static DryRun badReason(DryRun now, String why) {
        return new DryRun(now.verb(), now.wanted(), now.deliveries(), now.underWay(), null, now.reason(), why, false);
    }

    private static Optional<Verb> verb(String text) {
        return Stream.of(Verb.values())
                .filter(verb -> verb.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    private Answer resume(Visit visit) {
        try {
            return controls.resume(UUID.fromString(visit.form().text("id")))
                    .map(count -> Answer.to(PATH, Overview.grouped(count) + " deliveries go on."))
                    .orElseGet(() -> Answer.to(PATH, "Somebody else has ended that pause."));
        } catch (IllegalArgumentException noId) {
            return Answer.missing();
        }
    }

    private Answer sites(Visit visit) {
        String search = visit.query("search").orElse("");
        if (visit.wantsCsv())
            return new Answer.Table(
                    "sites.csv",
                    SiteRow.CELLS,
                    controls.sites().stream().flatMap(site -> SiteRow.cells(site).stream()));
        return Answer.page("queue/sites.jte", sites(search, null, Map.of(), Map.of()));
    }

    private SiteList sites(
            String search, @Nullable String refused, Map<String, String> errors, Map<String, String> given) {
        String part = search.toLowerCase(Locale.ROOT);
        List<SiteStanding> fitting = controls.sites().stream()
                .filter(site -> site.site().toLowerCase(Locale.ROOT).contains(part))
                .sorted(Comparator.comparing(SiteRow::isSuspended)
                        .thenComparingInt(SiteStanding::waiting)
                        .reversed()
                        .thenComparing(SiteStanding::site))
                .toList();
        var rows = fitting.stream().limit(ROWS).map(SiteRow::of).toList();
        return new SiteList(rows, search, fitting.size() - rows.size(), refused, errors, given);
    }

    private Answer suspend(Visit visit) {
        String site = visit.form().text("site");
        String reason = visit.form().text("reason");
        String minutes = visit.form().text("minutes");
        var errors = new LinkedHashMap<String, String>();
        Optional<Duration> length = minutes(minutes);
        if (length.isEmpty()) errors.put("minutes", "Enter a whole number of minutes, from 1 to 43,200 (30 days).");
        if (reason.isEmpty() || reason.length() > 200)
            errors.put("reason", "Say why, in at most 200 characters: colleagues will wonder.");
        if (site.isEmpty()) return Answer.missing();
        if (length.isEmpty() || !errors.isEmpty())
            return Answer.refused(
                    "queue/sites.jte", sites(site, site, errors, Map.of("minutes", minutes, "reason", reason)));
        controls.suspend(site, visit.now().plus(length.get()), reason);
        return Answer.to(SITES, "Nothing is asked of " + site + " for " + minutes + " minutes.");
    }

    private static Optional<Duration> minutes(String text) {
        try {
            int minutes = Integer.parseInt(text);
            return minutes >= 1 && minutes <= MOST_MINUTES
                    ? Optional.of(Duration.ofMinutes(minutes))
                    : Optional.empty();
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private Answer forgive(Visit visit) {
        String site = visit.form().text("site");
        if (site.isEmpty()) return Answer.missing();
        controls.forgive(site);
        return Answer.to(SITES, site + " is asked again.");
    }
}
