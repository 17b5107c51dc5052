package dev.pennypost.api.resend;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.json.Json;
import dev.pennypost.teams.TeamId;
import dev.pennypost.templates.RenderResult;
import dev.pennypost.templates.RenderResult.Rendered;
import dev.pennypost.templates.TemplateProblem;
import dev.pennypost.templates.Templates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/// The `template` of an email that is to be sent (contract §9.1 and §29.6).
///
/// @param team whose templates there are
record Templating(Templates templates, TeamId team) {
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> VALUES = new TypeReference<>() {};
    private static final List<String> BODIES = List.of("html", "text", "react");

    /// What the template makes; empty when the email has none.
    ///
    /// @throws Refusal when it cannot be used
    Optional<Rendered> of(Fields email) {
        return email.object("template").map(template -> rendered(email, template));
    }

    private Rendered rendered(Fields email, Fields template) {
        if (BODIES.stream().anyMatch(body -> email.node(body) != null))
            throw EmailJson.bad(
                    "template", "The `template` field cannot be used together with `html`, `text` or `react`.");
        String id = template.text("id")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new Refusal(new HttpProblem.MissingField("template.id")));
        return switch (templates.render(team, id, values(template))) {
            case Rendered made -> made;
            case RenderResult.Refused(TemplateProblem.NoSuchTemplate _) ->
                throw new Refusal(new HttpProblem.NotFound("Template"));
            case RenderResult.Refused(var problem) -> throw refusal(problem);
        };
    }

    /// The values of variables that an object has.
    static Map<String, @Nullable Object> values(Fields template) {
        JsonNode given = template.node("variables");
        if (given == null) return Map.of();
        template.object("variables");
        return Json.read(given.toString(), VALUES);
    }

    private static Refusal refusal(TemplateProblem problem) {
        String message = ResendErrors.message(ResendTemplateProblems.spell(problem));
        return problem instanceof TemplateProblem.TooLarge
                ? new Refusal(new HttpProblem.TooLarge(message))
                : EmailJson.bad("template", message);
    }
}
