package dev.pennypost.dashboard.templates;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.SendEmail;
import dev.pennypost.emails.SendResult;
import dev.pennypost.emails.TrackingWish;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.templates.Preview;
import dev.pennypost.templates.SaveResult;
import dev.pennypost.templates.Template;
import dev.pennypost.templates.TemplateHead;
import dev.pennypost.templates.TemplateId;
import dev.pennypost.templates.Templates;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `/templates`: the list and each template.
public final class TemplatePages implements Section {
    private static final String PATH = Paths.MOUNT + "/templates";
    private static final int ON_A_PAGE = 40;

    private final Templates templates;
    private final Emails emails;

    public TemplatePages(Templates templates, Emails emails) {
        this.templates = templates;
        this.emails = emails;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/templates", Permission.READ, this::list)
                .get("/templates/new", Permission.MANAGE_TEMPLATES, _ -> form(TemplateForm.EMPTY))
                .post("/templates", Permission.MANAGE_TEMPLATES, this::create)
                .get("/templates/{id}", Permission.READ, visit -> with(visit, id -> show(visit, id)))
                .get("/templates/{id}/frame", Permission.READ, visit -> with(visit, id -> frame(visit, id)))
                .get("/templates/{id}/edit", Permission.MANAGE_TEMPLATES, visit -> with(visit, id -> edit(visit, id)))
                .post("/templates/{id}/edit", Permission.MANAGE_TEMPLATES, visit -> with(visit, id -> save(visit, id)))
                .post(
                        "/templates/{id}/publish",
                        Permission.MANAGE_TEMPLATES,
                        visit -> with(visit, id -> publish(visit, id)))
                .post(
                        "/templates/{id}/duplicate",
                        Permission.MANAGE_TEMPLATES,
                        visit -> with(visit, id -> duplicate(visit, id)))
                .post(
                        "/templates/{id}/restore",
                        Permission.MANAGE_TEMPLATES,
                        visit -> with(visit, id -> restore(visit, id)))
                .post(
                        "/templates/{id}/delete",
                        Permission.MANAGE_TEMPLATES,
                        visit -> with(visit, id -> remove(visit, id)))
                .post("/templates/{id}/test", Permission.SEND, visit -> with(visit, id -> test(visit, id)));
    }

    private static Answer with(Visit visit, Function<String, Answer> page) {
        return visit.id("id").map(UUID::toString).map(page).orElseGet(Answer::missing);
    }

    private Answer list(Visit visit) {
        if (visit.wantsCsv()) return table(visit);
        UUID after = id(visit, "after");
        UUID before = after == null ? id(visit, "before") : null;
        return templates
                .list(visit.team(), new PageRequest(ON_A_PAGE, after, before))
                .map(page -> Answer.page("templates/list.jte", list(visit, page)))
                .orElseGet(() -> Answer.to(PATH));
    }

    private static TemplateList list(Visit visit, Page<TemplateHead> page) {
        return new TemplateList(
                page.items().stream().map(TemplateRow::new).toList(),
                Pager.of(
                        PATH,
                        Map.of(),
                        visit,
                        page.items(),
                        page.hasMore(),
                        head -> head.id().toString()),
                visit.may(Permission.MANAGE_TEMPLATES));
    }

    private static @Nullable UUID id(Visit visit, String name) {
        try {
            return visit.query(name).map(UUID::fromString).orElse(null);
        } catch (IllegalArgumentException noId) {
            return null;
        }
    }

    private Answer table(Visit visit) {
        List<TemplateHead> all = templates
                .list(visit.team(), PageRequest.first(PageRequest.ALL))
                .map(Page::items)
                .orElse(List.of());
        return new Answer.Table(
                "templates.csv",
                List.of("id", "name", "alias", "state", "published_at", "created_at", "updated_at"),
                all.stream().map(TemplatePages::cells));
    }

    private static List<String> cells(TemplateHead head) {
        return List.of(
                head.id().toString(),
                head.name(),
                Objects.requireNonNullElse(head.alias(), ""),
                TemplateRow.state(head),
                head.publishedAt() == null ? "" : head.publishedAt().toString(),
                head.createdAt().toString(),
                head.updatedAt().toString());
    }

    private static Answer form(TemplateForm form) {
        return form.problem() == null
                ? Answer.page("templates/form.jte", form)
                : Answer.refused("templates/form.jte", form);
    }

    private Answer create(Visit visit) {
        var form = TemplateForm.of(null, visit.form());
        return switch (templates.create(visit.team(), form.draft())) {
            case SaveResult.Saved(TemplateId id) ->
                Answer.to(PATH + "/" + id, "The template is there. Publish it before emails are made from it.");
            case SaveResult.Refused(var problem) -> form(form.refused(problem));
        };
    }

    private Answer edit(Visit visit, String id) {
        return templates
                .get(visit.team(), id)
                .map(template -> form(TemplateForm.of(template)))
                .orElseGet(Answer::missing);
    }

    private Answer save(Visit visit, String id) {
        if (templates.get(visit.team(), id).isEmpty()) return Answer.missing();
        var form = TemplateForm.of(id, visit.form());
        return switch (templates.update(visit.team(), id, _ -> form.draft())) {
            case SaveResult.Saved _ -> Answer.to(PATH + "/" + id, "Saved. What is sent changes when you publish it.");
            case SaveResult.Refused(var problem) -> form(form.refused(problem));
        };
    }

    private Answer show(Visit visit, String id) {
        Optional<Template> template = templates.get(visit.team(), id);
        if (template.isEmpty()) return Answer.missing();
        return show(visit, template.get(), Tried.of(visit), id(visit, "version"), null);
    }

    private Answer show(Visit visit, Template template, Tried tried, @Nullable UUID version, @Nullable String problem) {
        String id = template.head().id().toString();
        var preview = templates.preview(visit.team(), id, version, tried.values(template.variables()));
        var versions = templates.versions(visit.team(), id);
        if (preview.isEmpty() || versions.isEmpty()) return Answer.missing();
        var page = new TemplatePage(
                template,
                preview.get(),
                tried,
                versions.get(),
                version == null ? null : version.toString(),
                visit.may(Permission.MANAGE_TEMPLATES),
                visit.may(Permission.SEND),
                visit.session().person().email(),
                problem);
        if (problem != null) return Answer.refused("templates/template.jte", page);
        return visit.wantsPart()
                ? Answer.part("templates/preview.jte", page)
                : Answer.page("templates/template.jte", page);
    }

    private Answer frame(Visit visit, String id) {
        return templates
                .get(visit.team(), id)
                .flatMap(template -> templates.preview(
                        visit.team(), id, id(visit, "version"), Tried.of(visit).values(template.variables())))
                .<Answer>map(preview -> new Answer.Foreign(preview.html(), true))
                .orElseGet(Answer::missing);
    }

    private Answer publish(Visit visit, String id) {
        return templates
                .publish(visit.team(), id)
                .map(_ -> Answer.to(PATH + "/" + id, "Published: from now on, emails say this."))
                .orElseGet(Answer::missing);
    }

    private Answer duplicate(Visit visit, String id) {
        return templates
                .duplicate(visit.team(), id)
                .map(copy -> Answer.to(PATH + "/" + copy, "This is the copy. It is not published."))
                .orElseGet(Answer::missing);
    }

    private Answer restore(Visit visit, String id) {
        return parsed(visit.form().text("version"))
                .flatMap(version -> templates.restore(visit.team(), id, version))
                .map(result -> switch (result) {
                    case SaveResult.Saved _ ->
                        Answer.to(PATH + "/" + id, "It says again what it said then. Publish it to have it sent.");
                    case SaveResult.Refused(var problem) ->
                        Answer.to(PATH + "/" + id, Words.of(problem).text());
                })
                .orElseGet(Answer::missing);
    }

    private static Optional<UUID> parsed(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private Answer remove(Visit visit, String id) {
        return templates
                .remove(visit.team(), id)
                .map(_ -> Answer.to(PATH, "The template and all its versions are gone."))
                .orElseGet(Answer::missing);
    }

    /// Sends what is edited to whoever asks, and to nobody else.
    private Answer test(Visit visit, String id) {
        Optional<Template> found = templates.get(visit.team(), id);
        if (found.isEmpty()) return Answer.missing();
        Template template = found.get();
        Optional<Preview> bare = templates.preview(visit.team(), id, null, Map.of());
        if (bare.isEmpty()) return Answer.missing();
        Tried tried = Tried.of(visit.form(), bare.get().keys());
        return templates
                .preview(visit.team(), id, null, tried.values(template.variables()))
                .map(preview -> test(visit, template, preview, tried))
                .orElseGet(Answer::missing);
    }

    private Answer test(Visit visit, Template template, Preview preview, Tried tried) {
        if (!preview.problems().isEmpty())
            return show(
                    visit,
                    template,
                    tried,
                    null,
                    Words.of(preview.problems().getFirst()).text());
        try {
            String from =
                    Objects.requireNonNullElse(preview.from(), visit.form().text("from"));
            var result = emails.send(
                    Caller.withoutKey(visit.team()),
                    email(preview, Mailbox.parse(from), visit.session().person().email()));
            return switch (result) {
                case SendResult.Accepted(var email) ->
                    Answer.to(Paths.MOUNT + "/emails/" + email, "The test is on its way to you.");
                case SendResult.Refused(var problem) ->
                    show(visit, template, tried, null, dev.pennypost.dashboard.emails.Words.of(problem));
            };
        } catch (BadAddress malformed) {
            return show(visit, template, tried, null, "Write whom it is from, such as Name <hello@your-domain.com>.");
        }
    }

    private static SendEmail email(Preview preview, Mailbox from, String to) {
        return new SendEmail(
                from,
                List.of(Mailbox.parse(to)),
                List.of(),
                List.of(),
                preview.replyTo().stream().map(Mailbox::parse).toList(),
                Objects.requireNonNullElse(preview.subject(), "(no subject)"),
                preview.html(),
                preview.text(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                preview.template(),
                TrackingWish.NONE);
    }
}
