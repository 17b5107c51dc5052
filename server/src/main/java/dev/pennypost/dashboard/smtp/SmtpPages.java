package dev.pennypost.dashboard.smtp;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.DomainSummary;
import dev.pennypost.domains.Domains;
import dev.pennypost.keys.Keys;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/smtp`.
public final class SmtpPages implements Section {
    private static final String KEY_NAME = "SMTP";
    private static final int MOST_LOOKED_AT = 20;

    private final Keys keys;
    private final Domains domains;
    private final Function<Visit, String> origin;
    private final Supplier<List<String>> submission;

    /// @param origin where the visitor reaches us
    /// @param submission where mail programs hand in messages
    public SmtpPages(
            Keys keys, Domains domains, Function<Visit, String> origin, Supplier<List<String>> submission) {
        this.keys = keys;
        this.domains = domains;
        this.origin = origin;
        this.submission = submission;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/smtp", Permission.READ, visit -> show(visit, null))
                .post("/smtp", Permission.MANAGE_KEYS, this::make);
    }

    /// Shows the page again, with a key in it: this once it can be read.
    private Answer make(Visit visit) {
        Keys.Created made =
                keys.create(visit.team(), KEY_NAME, dev.pennypost.keys.Permission.SENDING_ACCESS, null);
        return show(visit, made.token().reveal());
    }

    private Answer show(Visit visit, @Nullable String password) {
        String here = Objects.requireNonNullElse(
                URI.create(origin.apply(visit)).getHost(), "localhost");
        List<Entrance> entrances =
                submission.get().stream().map(url -> Entrance.of(url, here)).toList();
        List<Program> programs = entrances.isEmpty()
                ? List.of()
                : Program.all(
                        entrances.getFirst(),
                        Objects.requireNonNullElse(password, "re_…"),
                        "hello@" + domain(visit),
                        visit.session().person().email());
        return Answer.page(
                "smtp/smtp.jte", new SmtpPage(entrances, programs, password, visit.may(Permission.MANAGE_KEYS)));
    }

    /// One that can be sent from, if there is one.
    private String domain(Visit visit) {
        return domains.list(visit.team(), PageRequest.first(MOST_LOOKED_AT)).map(Page::items).orElse(List.of()).stream()
                .min(Comparator.comparing((DomainSummary domain) -> domain.status() != DomainStatus.VERIFIED))
                .map(domain -> domain.name().ascii())
                .orElse("your-domain.com");
    }
}
