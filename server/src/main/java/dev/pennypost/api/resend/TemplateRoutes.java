package dev.pennypost.api.resend;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.templates.Preview;
import dev.pennypost.templates.SaveResult;
import dev.pennypost.templates.TemplateId;
import dev.pennypost.templates.Templates;
import dev.pennypost.templates.VersionHead;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/templates` (contract §13).
final class TemplateRoutes {
    private static final String OBJECT = "template";

    private final Templates templates;

    TemplateRoutes(Templates templates) {
        this.templates = templates;
    }

    void register(Router router) {
        router.post("/templates", Access.FULL, this::create)
                .get("/templates", Access.FULL, this::list)
                .get("/templates/{id}", Access.FULL, this::get)
                .patch("/templates/{id}", Access.FULL, this::update)
                .delete("/templates/{id}", Access.FULL, this::remove)
                .post("/templates/{id}/publish", Access.FULL, this::publish)
                .post("/templates/{id}/duplicate", Access.FULL, this::duplicate)
                .post("/templates/{id}/preview", Access.FULL, this::preview)
                .get("/templates/{id}/versions", Access.FULL, this::versions)
                .post("/templates/{id}/versions/{version}/restore", Access.FULL, this::restore);
    }

    private Response create(Request request) {
        return switch (templates.create(request.caller().team(), TemplateReader.create(request.fields()))) {
            case SaveResult.Saved(TemplateId id) -> Response.created(ChangedJson.of(id));
            case SaveResult.Refused(var problem) -> ResendTemplateProblems.spell(problem);
        };
    }

    private Response list(Request request) {
        var page = templates.list(request.caller().team(), ResendPaging.twentyByDefault(request));
        return ResendPaging.listItemsFirst(page, TemplateItemJson::of);
    }

    private Response get(Request request) {
        return templates
                .get(request.caller().team(), idOrAlias(request))
                .map(found -> Response.ok(TemplateJson.of(found)))
                .orElseGet(ResendTemplateProblems::notFound);
    }

    private Response update(Request request) {
        Fields fields = request.fields();
        var result = templates.update(
                request.caller().team(), idOrAlias(request), before -> TemplateReader.change(before, fields));
        return switch (result) {
            case SaveResult.Saved(TemplateId id) -> Response.ok(ChangedJson.of(id));
            case SaveResult.Refused(var problem) -> ResendTemplateProblems.spell(problem);
        };
    }

    private Response remove(Request request) {
        return templates
                .remove(request.caller().team(), idOrAlias(request))
                .map(id -> Response.ok(new DeletedJson(OBJECT, id.value(), true)))
                .orElseGet(ResendTemplateProblems::notFound);
    }

    private Response publish(Request request) {
        return changed(templates.publish(request.caller().team(), idOrAlias(request)));
    }

    private Response duplicate(Request request) {
        return changed(templates.duplicate(request.caller().team(), idOrAlias(request)));
    }

    private static Response changed(Optional<TemplateId> id) {
        return id.map(known -> Response.ok(ChangedJson.of(known))).orElseGet(ResendTemplateProblems::notFound);
    }

    /// Not of this API.
    private Response preview(Request request) {
        Fields fields = request.fields();
        UUID version = fields.text("version_id")
                .map(text -> ResendIds.parse(text).orElseThrow(() -> ResendIds.malformed("version_id")))
                .orElse(null);
        return templates
                .preview(request.caller().team(), idOrAlias(request), version, Templating.values(fields))
                .map(preview -> Response.ok(PreviewJson.of(preview)))
                .orElseGet(ResendTemplateProblems::notFound);
    }

    private record PreviewJson(
            String object,
            UUID id,
            @Nullable String from,
            @Nullable String subject,
            String html,
            @Nullable String text,
            List<String> variables,
            List<String> problems) {
        static PreviewJson of(Preview preview) {
            return new PreviewJson(
                    "template_preview",
                    preview.template().value(),
                    preview.from(),
                    preview.subject(),
                    preview.html(),
                    preview.text(),
                    preview.keys(),
                    preview.problems().stream()
                            .map(problem -> ResendErrors.message(ResendTemplateProblems.spell(problem)))
                            .toList());
        }
    }

    /// Not of this API.
    private Response versions(Request request) {
        return templates
                .versions(request.caller().team(), idOrAlias(request))
                .map(versions -> Response.ok(new VersionsJson(
                        "list", versions.stream().map(VersionJson::of).toList())))
                .orElseGet(ResendTemplateProblems::notFound);
    }

    private record VersionsJson(String object, List<VersionJson> data) {}

    private record VersionJson(UUID id, String createdAt, boolean current, boolean published) {
        static VersionJson of(VersionHead version) {
            return new VersionJson(
                    version.id(), Timestamps.postgres(version.createdAt()), version.current(), version.published());
        }
    }

    /// Not of this API.
    private Response restore(Request request) {
        UUID version = ResendIds.inPath(request, "version");
        return templates
                .restore(request.caller().team(), idOrAlias(request), version)
                .map(result -> switch (result) {
                    case SaveResult.Saved(TemplateId id) -> Response.ok(ChangedJson.of(id));
                    case SaveResult.Refused(var problem) -> ResendTemplateProblems.spell(problem);
                })
                .orElseGet(ResendTemplateProblems::notFound);
    }

    private static String idOrAlias(Request request) {
        return request.parameter("id");
    }

    private record ChangedJson(UUID id, String object) {
        static ChangedJson of(TemplateId id) {
            return new ChangedJson(id.value(), OBJECT);
        }
    }
}
