package dev.pennypost.api.resend;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.templates.SaveResult;
import dev.pennypost.templates.TemplateId;
import dev.pennypost.templates.Templates;
import java.util.Optional;
import java.util.UUID;

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
                .post("/templates/{id}/duplicate", Access.FULL, this::duplicate);
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

    private static String idOrAlias(Request request) {
        return request.parameter("id");
    }

    private record ChangedJson(UUID id, String object) {
        static ChangedJson of(TemplateId id) {
            return new ChangedJson(id.value(), OBJECT);
        }
    }
}
