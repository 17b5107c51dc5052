package dev.pennypost.dashboard.mailbox;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.mailbox.CaughtMailbox.Act;
import dev.pennypost.dashboard.mailbox.CaughtMailbox.Caught;
import dev.pennypost.dashboard.mailbox.CaughtMailbox.Verdicts;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Listing;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.dashboard.shell.Wire;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.mime.MessageTooComplex;
import dev.pennypost.mail.mime.ParsedAttachment;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.storage.Page;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/mailbox`: where there is a sandbox.
public final class MailboxPages implements Section {
    static final String PATH = Paths.MOUNT + "/mailbox";

    private static final int ROWS = 50;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final CaughtMailbox mailbox;
    private final Hints hints;
    private final LinkCheck linkCheck;

    /// @param registrable the organizational domain of a name: a public suffix and one label more
    public MailboxPages(CaughtMailbox mailbox, Function<DomainName, Optional<DomainName>> registrable) {
        this.mailbox = mailbox;
        this.hints = new Hints(registrable);
        this.linkCheck = new LinkCheck(registrable);
    }

    @Override
    public void register(Desk desk) {
        desk.get("/mailbox", Permission.READ, this::list)
                .get("/mailbox/live", Permission.READ, this::live)
                .post("/mailbox/clear", Permission.SEND, this::clear)
                .get("/mailbox/{id}", Permission.READ, this::show)
                .get("/mailbox/{id}/html", Permission.READ, this::html)
                .get("/mailbox/{id}/raw", Permission.READ, this::raw)
                .get("/mailbox/{id}/attachments/{number}", Permission.READ, this::attachment)
                .post("/mailbox/{id}/play", Permission.SEND, this::play);
    }

    private Answer list(Visit visit) {
        String search = visit.query("search").orElse("");
        if (visit.wantsCsv())
            return new Answer.Table(
                    "mailbox.csv", MailRow.CELLS, fitting(search).map(MailRow::cells));
        return Listing.asked(visit, ROWS)
                .within(fitting(search).toList(), Caught::id)
                .map(found -> listed(visit, search, found))
                .map(model -> visit.wantsPart()
                        ? Answer.part("mailbox/rows.jte", model)
                        : Answer.page("mailbox/list.jte", model))
                .orElseGet(Answer::missing);
    }

    private static MailList listed(Visit visit, String search, Page<Caught> found) {
        Map<String, String> filters = Map.of("search", search);
        var export = new LinkedHashMap<>(filters);
        export.put("format", "csv");
        boolean isNewest =
                visit.query("after").isEmpty() && visit.query("before").isEmpty();
        return new MailList(
                found.items().stream().map(MailRow::of).toList(),
                search,
                Pager.of(
                        PATH,
                        filters,
                        visit,
                        found.items(),
                        found.hasMore(),
                        one -> one.id().toString()),
                Paths.with(PATH, export),
                isNewest ? Paths.with(PATH + "/live", filters) : null,
                visit.may(Permission.SEND));
    }

    private Stream<Caught> fitting(String search) {
        String part = search.toLowerCase(Locale.ROOT);
        return mailbox.newestFirst().filter(mail -> part.isEmpty() || fits(mail, part));
    }

    private static boolean fits(Caught mail, String part) {
        return Stream.concat(mail.recipients().stream(), Stream.of(mail.mailFrom(), MailRow.subject(mail)))
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(part));
    }

    private Answer live(Visit visit) {
        String search = visit.query("search").orElse("");
        return new Answer.Live(wire -> tell(wire, visit, search));
    }

    /// New mail is told as it comes; mail that is deleted goes.
    private void tell(Wire wire, Visit visit, String search) throws IOException {
        List<Caught> known = newest(search);
        wire.part("mailbox/rows.jte", fresh(visit, search));
        while (wire.isOpen()) {
            wire.pause(BETWEEN_LOOKS);
            List<Caught> now = newest(search);
            if (now.equals(known)) continue;
            wire.part("mailbox/rows.jte", fresh(visit, search));
            if (!now.isEmpty() && !known.contains(now.getFirst()))
                wire.say("New mail: " + MailRow.subject(now.getFirst()));
            known = now;
        }
    }

    private List<Caught> newest(String search) {
        return fitting(search).limit(ROWS + 1).toList();
    }

    private MailList fresh(Visit visit, String search) {
        List<Caught> found = newest(search);
        boolean hasMore = found.size() > ROWS;
        return listed(visit, search, new Page<>(hasMore ? found.subList(0, ROWS) : found, hasMore));
    }

    private Answer clear(Visit visit) {
        mailbox.clear();
        return Answer.to(PATH, "Every mail was deleted.");
    }

    private Answer show(Visit visit) {
        return caught(visit)
                .flatMap(mail -> opened(visit, mail, null))
                .map(mail -> Answer.page("mailbox/mail.jte", mail))
                .orElseGet(Answer::missing);
    }

    private Optional<Mail> opened(Visit visit, Caught mail, @Nullable String refused) {
        return mailbox.message(mail.id()).map(message -> {
            ParsedMessage parsed = parsed(message);
            Optional<Verdicts> verdicts = mailbox.verdicts(mail.id(), message, parsed);
            return new Mail(
                    mail,
                    parsed,
                    Mail.source(message),
                    verdicts.map(Verdict::of).orElse(List.of()),
                    parsed.html() == null ? List.of() : linkCheck.of(Hints.document(parsed.html())),
                    hints.of(mail, parsed, verdicts.map(Verdicts::dmarc).orElse("")),
                    visit.query("view").orElse(""),
                    visit.query("images").isPresent(),
                    visit.may(Permission.SEND),
                    refused);
        });
    }

    /// What goes beyond the limits of reading is shown as its source.
    private static ParsedMessage parsed(byte[] message) {
        try {
            return ParsedMessage.parse(message);
        } catch (MessageTooComplex beyond) {
            return new ParsedMessage(List.of(), null, null, List.of());
        }
    }

    private Answer html(Visit visit) {
        return message(visit)
                .map(MailboxPages::parsed)
                .filter(parsed -> parsed.html() != null)
                .<Answer>map(parsed -> new Answer.Foreign(
                        InlineImages.in(parsed), visit.query("images").isPresent()))
                .orElseGet(Answer::missing);
    }

    private Answer raw(Visit visit) {
        return message(visit)
                .<Answer>map(octets -> new Answer.File("message.eml", "message/rfc822", octets))
                .orElseGet(Answer::missing);
    }

    private Answer attachment(Visit visit) {
        return message(visit)
                .map(MailboxPages::parsed)
                .flatMap(parsed -> numbered(parsed.attachments(), visit.parameter("number")))
                .<Answer>map(part -> new Answer.File(
                        part.filename() == null ? "attachment" : part.filename(), part.contentType(), part.content()))
                .orElseGet(Answer::missing);
    }

    private static Optional<ParsedAttachment> numbered(List<ParsedAttachment> all, String number) {
        try {
            int index = Integer.parseInt(number) - 1;
            return index >= 0 && index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private Answer play(Visit visit) {
        Optional<Caught> mail = caught(visit);
        Optional<Act> act = act(visit.form().text("act"));
        if (mail.isEmpty() || act.isEmpty()) return Answer.missing();
        String link = visit.form().filled("link").orElse(null);
        return switch (mailbox.play(mail.get().id(), act.get(), link)) {
            case DONE -> Answer.to(PATH + "/" + mail.get().id(), said(act.get()));
            case NO_RETURN_PATH -> refused(visit, mail.get(), "The mail has no return path that a report could go to.");
            case NOTHING_TRACKED ->
                refused(
                        visit,
                        mail.get(),
                        "The mail carries nothing that counts this. Switch tracking on at the page of its domain.");
            case NOT_REACHED -> refused(visit, mail.get(), "The server could not be reached. Try again.");
            case GONE -> Answer.missing();
        };
    }

    private static String said(Act act) {
        return switch (act) {
            case BOUNCE -> "The bounce is on its way back. The email's page shows it in a moment.";
            case COMPLAIN -> "The complaint is on its way. The email's page shows it in a moment.";
            case OPEN -> "Opened: the image that counts was loaded.";
            case CLICK -> "Clicked: the link was followed.";
        };
    }

    private Answer refused(Visit visit, Caught mail, String why) {
        return opened(visit, mail, why)
                .map(model -> Answer.refused("mailbox/mail.jte", model))
                .orElseGet(Answer::missing);
    }

    private static Optional<Act> act(String text) {
        return Stream.of(Act.values())
                .filter(act -> act.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    private Optional<Caught> caught(Visit visit) {
        return visit.id("id").flatMap(mailbox::find);
    }

    private Optional<byte[]> message(Visit visit) {
        return caught(visit).flatMap(mail -> mailbox.message(mail.id()));
    }
}
