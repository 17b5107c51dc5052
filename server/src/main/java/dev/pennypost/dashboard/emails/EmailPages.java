package dev.pennypost.dashboard.emails;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Chrome;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Further;
import dev.pennypost.dashboard.shell.Listing;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.DomainFilter;
import dev.pennypost.domains.Domains;
import dev.pennypost.emails.AgainResult;
import dev.pennypost.emails.ChangeResult;
import dev.pennypost.emails.Email;
import dev.pennypost.emails.EmailFilter;
import dev.pennypost.emails.EmailId;
import dev.pennypost.emails.EmailShares;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.EmailsFound;
import dev.pennypost.emails.schedule.ScheduleText;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.message.Attachment;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import dev.pennypost.tracking.Tracking;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/emails`: the list and each email.
public final class EmailPages implements Section {
    private static final String PATH = Paths.MOUNT + "/emails";
    private static final int ON_A_PAGE = 40;
    private static final int ON_A_PAGE_OF_A_FILE = 1000;
    private static final Duration PATIENCE_OF_A_FILE = Duration.ofSeconds(1);
    private static final int MOST_DOMAINS = 200;

    /// How long a page waits for a search. What it did not come to is looked for while the page is read.
    private static final Duration PATIENCE = Duration.ofMillis(30);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final Duration SHARED_FOR = EmailShares.LONGEST;

    private final Emails emails;
    private final EmailShares shares;
    private final Domains domains;
    private final Tracking tracking;
    private final Function<Visit, String> origin;
    private final Function<String, String> sharedPage;

    /// @param origin where visitors reach us
    /// @param sharedPage the path of the page that a token opens
    public EmailPages(
            Emails emails,
            EmailShares shares,
            Domains domains,
            Tracking tracking,
            Function<Visit, String> origin,
            Function<String, String> sharedPage) {
        this.emails = emails;
        this.shares = shares;
        this.domains = domains;
        this.tracking = tracking;
        this.origin = origin;
        this.sharedPage = sharedPage;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/emails", Permission.READ, this::list)
                .get("/emails/live", Permission.READ, this::live)
                .get("/emails/{id}", Permission.READ, visit -> withEmail(visit, id -> show(visit, id)))
                .get("/emails/{id}/live", Permission.READ, visit -> withEmail(visit, id -> liveStory(visit, id)))
                .get("/emails/{id}/frame", Permission.READ, visit -> withEmail(visit, id -> frame(visit, id)))
                .get("/emails/{id}/message", Permission.READ, visit -> withEmail(visit, id -> message(visit, id)))
                .get("/emails/{id}/files/{file}", Permission.READ, visit -> withEmail(visit, id -> file(visit, id)))
                .post("/emails/{id}/resend", Permission.SEND, visit -> withEmail(visit, id -> sendAgain(visit, id)))
                .post("/emails/{id}/cancel", Permission.SEND, visit -> withEmail(visit, id -> cancel(visit, id)))
                .post("/emails/{id}/time", Permission.SEND, visit -> withEmail(visit, id -> reschedule(visit, id)))
                .post("/emails/{id}/share", Permission.SEND, visit -> withEmail(visit, id -> share(visit, id)));
    }

    private static Answer withEmail(Visit visit, Function<EmailId, Answer> page) {
        return visit.id("id").map(EmailId::new).map(page).orElseGet(Answer::missing);
    }

    private Answer list(Visit visit) {
        var filters = Filters.of(visit);
        if (visit.wantsCsv()) return table(visit.team(), filters.at(visit.now()));
        Optional<EmailRows> rows = rows(visit, filters);
        if (rows.isEmpty()) return Answer.to(Paths.with(PATH, filters.query()));
        if (visit.wantsPart())
            return Answer.part(rows.get().further().isPart() ? "emails/more.jte" : "emails/found.jte", rows.get());
        return Answer.page("emails/list.jte", new EmailList(filters, domains(visit.team()), rows.get()));
    }

    private List<EmailList.Choice> domains(TeamId team) {
        return domains.slice(team, DomainFilter.ALL, MOST_DOMAINS, 0).items().stream()
                .map(domain -> new EmailList.Choice(
                        domain.id().value().toString(), domain.name().unicode()))
                .toList();
    }

    /// Empty when the address names an email to go on from that there is not.
    private Optional<EmailRows> rows(Visit visit, Filters filters) {
        Optional<Integer> foundBefore = Further.before(visit, ON_A_PAGE);
        PageRequest page = Listing.asked(visit, ON_A_PAGE - foundBefore.orElse(0));
        boolean isNewest = filters.isEmpty() && page.equals(PageRequest.first(ON_A_PAGE));
        return find(visit.team(), filters.at(visit.now()), page, PATIENCE)
                .map(found -> rows(visit, filters, found, isNewest, foundBefore));
    }

    private Optional<EmailsFound> find(TeamId team, EmailFilter filter, PageRequest page, Duration patience) {
        return filter.isEmpty()
                ? emails.list(team, page).map(all -> new EmailsFound(all, null))
                : emails.search(team, filter, page, patience);
    }

    private static EmailRows rows(
            Visit visit, Filters filters, EmailsFound found, boolean isNewest, Optional<Integer> foundBefore) {
        Page<Email> page = found.page();
        EmailId end = found.searchedTo();
        var pager = Pager.of(
                PATH,
                filters.query(),
                visit,
                page.items(),
                page.hasMore(),
                email -> email.id().toString());
        return new EmailRows(
                visit.chrome(),
                page.items().stream().map(EmailRow::of).toList(),
                !filters.isEmpty(),
                isNewest,
                Paths.with(PATH, with(filters, "format", "csv")),
                end == null ? pager : new Pager(pager.newer(), null),
                new Further(
                        end == null ? null : Ids.time(end.value()),
                        end == null ? null : Paths.with(PATH, with(filters, direction(visit), end.toString())),
                        page.items().size() + foundBefore.orElse(0),
                        ON_A_PAGE,
                        foundBefore.isPresent()));
    }

    private static String direction(Visit visit) {
        return visit.query("before").isPresent() ? "before" : "after";
    }

    private static Map<String, String> with(Filters filters, String name, String value) {
        var query = new LinkedHashMap<>(filters.query());
        query.put(name, value);
        return query;
    }

    /// Every email that fits, read on while the file is written.
    private Answer table(TeamId team, EmailFilter filter) {
        Stream<Email> all = Stream.iterate(
                        next(team, filter, null),
                        Optional::isPresent,
                        one -> one.flatMap(read -> goOn(team, filter, read)))
                .flatMap(one -> one.orElseThrow().emails().stream());
        return new Answer.Table(
                "emails.csv",
                List.of("id", "created_at", "from", "to", "cc", "bcc", "subject", "status", "scheduled_at", "tags"),
                all.map(EmailPages::cells));
    }

    /// @param goesOn from where; null at the end
    private record Stretch(List<Email> emails, @Nullable UUID goesOn) {}

    private Optional<Stretch> goOn(TeamId team, EmailFilter filter, Stretch read) {
        return read.goesOn() == null ? Optional.empty() : next(team, filter, read.goesOn());
    }

    private Optional<Stretch> next(TeamId team, EmailFilter filter, @Nullable UUID after) {
        return find(team, filter, new PageRequest(ON_A_PAGE_OF_A_FILE, after, null), PATIENCE_OF_A_FILE)
                .map(found -> new Stretch(found.page().items(), end(found)));
    }

    private static @Nullable UUID end(EmailsFound found) {
        if (found.searchedTo() != null) return found.searchedTo().value();
        List<Email> items = found.page().items();
        return found.page().hasMore() && !items.isEmpty() ? items.getLast().id().value() : null;
    }

    private static List<String> cells(Email email) {
        return List.of(
                email.id().toString(),
                email.createdAt().toString(),
                email.from(),
                EmailPage.joined(email.to()),
                EmailPage.joined(email.cc()),
                EmailPage.joined(email.bcc()),
                email.subject(),
                Status.of(email.lastEvent()).key(),
                email.scheduledAt() == null ? "" : email.scheduledAt().toString(),
                String.join(
                        " ",
                        email.tags().entrySet().stream()
                                .map(tag -> tag.getKey() + ":" + tag.getValue())
                                .toList()));
    }

    /// Shows new emails, and what becomes of those that are shown.
    private Answer live(Visit visit) {
        return Listing.live(
                BETWEEN_LOOKS,
                visit,
                "emails/rows.jte",
                chrome -> newest(visit.team(), chrome)
                        .filter(newest -> !newest.rows().isEmpty()),
                EmailRows::rows);
    }

    private Optional<EmailRows> newest(TeamId team, Chrome chrome) {
        return emails.list(team, PageRequest.first(ON_A_PAGE))
                .map(page -> page.items().stream().map(EmailRow::of).toList())
                .map(rows -> new EmailRows(
                        chrome,
                        rows,
                        false,
                        true,
                        "",
                        Pager.NONE,
                        new Further(null, null, rows.size(), ON_A_PAGE, false)));
    }

    private Answer show(Visit visit, EmailId id) {
        return show(visit, id, null, null, null);
    }

    private Answer show(
            Visit visit, EmailId id, @Nullable String shared, @Nullable String problem, @Nullable String timeProblem) {
        boolean refused = problem != null || timeProblem != null;
        return emails.whole(visit.team(), id)
                .map(whole -> new EmailPage(
                        whole,
                        Story.of(whole.why(), tracking.visits(visit.team(), id)),
                        EmailPage.viewOf(whole, visit.query("view").orElse("")),
                        visit.query("images").isPresent(),
                        visit.may(Permission.SEND),
                        shared,
                        problem,
                        timeProblem,
                        visit.form().text("time")))
                .map(page -> refused ? Answer.refused("emails/email.jte", page) : Answer.page("emails/email.jte", page))
                .orElseGet(Answer::missing);
    }

    /// Tells the story on for as long as it moves.
    private Answer liveStory(Visit visit, EmailId id) {
        if (emails.get(visit.team(), id).isEmpty()) return Answer.missing();
        return new Answer.Live(wire -> {
            List<Step> shown = List.of();
            long began = System.nanoTime();
            while (wire.isOpen()) {
                Optional<LiveStory> now =
                        story(visit, id, visit.chrome().later(Duration.ofNanos(System.nanoTime() - began)));
                if (now.isEmpty()) break;
                if (!now.get().steps().equals(shown)) wire.part("emails/story.jte", now.get());
                if (!now.get().moving()) {
                    wire.say("The delivery is over: " + now.get().status().word());
                    break;
                }
                shown = now.get().steps();
                wire.pause(BETWEEN_LOOKS);
            }
            wire.over();
        });
    }

    private Optional<LiveStory> story(Visit visit, EmailId id, Chrome chrome) {
        return emails.why(visit.team(), id)
                .map(why -> LiveStory.of(chrome, why, Story.of(why, tracking.visits(visit.team(), id))));
    }

    /// The HTML as mail programs show it, with the images that travel with it.
    private Answer frame(Visit visit, EmailId id) {
        return emails.content(visit.team(), id)
                .map(content -> Objects.requireNonNullElse(content.html(), ""))
                .<Answer>map(html -> new Answer.Foreign(
                        Frame.names(html) ? Frame.of(html, emails.shown(visit.team(), id)) : html,
                        visit.query("images").isPresent()))
                .orElseGet(Answer::missing);
    }

    private Answer message(Visit visit, EmailId id) {
        return emails.source(visit.team(), id)
                .<Answer>map(octets -> new Answer.File(id + ".eml", "message/rfc822", octets))
                .orElseGet(Answer::missing);
    }

    /// As octets of no kind: whatever the sender called it, the browser is to keep it and not to open it.
    private Answer file(Visit visit, EmailId id) {
        return visit.id("file")
                .flatMap(file -> emails.attachment(visit.team(), id, file))
                .<Answer>map(file -> new Answer.File(name(file), "application/octet-stream", file.content()))
                .orElseGet(Answer::missing);
    }

    private static String name(Attachment file) {
        return Objects.requireNonNullElse(file.filename(), "file");
    }

    private Answer sendAgain(Visit visit, EmailId id) {
        return switch (emails.sendAgain(Caller.withoutKey(visit.team()), id)) {
            case AgainResult.Accepted(EmailId again) ->
                Answer.to(PATH + "/" + again, "It was sent again. This is the new email.");
            case AgainResult.Refused(var problem) -> show(visit, id, null, Words.of(problem), null);
            case AgainResult.NeverLeft() ->
                show(visit, id, null, "It has never left, so there is nothing to send again.", null);
            case AgainResult.NoSuchEmail() -> Answer.missing();
        };
    }

    private Answer cancel(Visit visit, EmailId id) {
        return switch (emails.cancel(visit.team(), id)) {
            case ChangeResult.Changed _ -> Answer.to(PATH + "/" + id, "It will not be sent.");
            case ChangeResult.Refused(var problem) -> show(visit, id, null, Words.of(problem), null);
            case ChangeResult.NoSuchEmail() -> Answer.missing();
        };
    }

    private Answer reschedule(Visit visit, EmailId id) {
        Optional<Instant> time = ScheduleText.parse(visit.form().text("time"), visit.now());
        if (time.isEmpty())
            return show(
                    visit,
                    id,
                    null,
                    null,
                    "Write a time such as “in 2 hours”, “tomorrow at 9am” or 2026-11-30T09:00:00Z.");
        return switch (emails.reschedule(visit.team(), id, time.get())) {
            case ChangeResult.Changed _ -> Answer.to(PATH + "/" + id, "It has a new time.");
            case ChangeResult.Refused(var problem) -> show(visit, id, null, null, Words.of(problem));
            case ChangeResult.NoSuchEmail() -> Answer.missing();
        };
    }

    private Answer share(Visit visit, EmailId id) {
        return shares.create(visit.team(), id, SHARED_FOR)
                .map(token -> origin.apply(visit) + sharedPage.apply(token))
                .map(link -> show(visit, id, link, null, null))
                .orElseGet(Answer::missing);
    }
}
