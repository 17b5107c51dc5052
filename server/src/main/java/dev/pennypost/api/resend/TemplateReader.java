package dev.pennypost.api.resend;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.templates.Declaration;
import dev.pennypost.templates.Draft;
import dev.pennypost.templates.VariableType;
import dev.pennypost.templates.Wording;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the bodies of `POST /templates` and `PATCH /templates/{id}` (contract §13).
final class TemplateReader {
    private final Fields fields;

    private TemplateReader(Fields fields) {
        this.fields = fields;
    }

    /// @throws Refusal when a field is missing or malformed
    static Draft create(Fields fields) {
        var reader = new TemplateReader(fields);
        return reader.over(new Draft(
                reader.required("name"),
                null,
                new Wording(null, null, List.of(), reader.required("html"), null),
                List.of()));
    }

    /// What is absent stays; null takes away what may be lacking.
    ///
    /// @throws Refusal when a field is malformed
    static Draft change(Draft before, Fields fields) {
        return new TemplateReader(fields).over(before);
    }

    private Draft over(Draft before) {
        Wording wording = before.wording();
        return new Draft(
                always("name", before.name()),
                notEmpty("alias", before.alias()),
                new Wording(
                        notEmpty("from", wording.from()),
                        maybe("subject", wording.subject()),
                        isGiven("reply_to") ? mailboxes() : wording.replyTo(),
                        always("html", wording.html()),
                        maybe("text", wording.text())),
                isGiven("variables") ? variables() : before.variables());
    }

    private String required(String field) {
        return fields.text(field)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new Refusal(new HttpProblem.MissingField(field)));
    }

    /// The Go SDK sends an empty text for what is not to change.
    private String always(String field, String before) {
        return fields.text(field).filter(text -> !text.isEmpty()).orElse(before);
    }

    private @Nullable String maybe(String field, @Nullable String before) {
        return isGiven(field) ? fields.text(field).orElse(null) : before;
    }

    private @Nullable String notEmpty(String field, @Nullable String before) {
        return isGiven(field)
                ? fields.text(field).filter(text -> !text.isEmpty()).orElse(null)
                : before;
    }

    private List<String> mailboxes() {
        return fields.texts("reply_to").stream().filter(text -> !text.isEmpty()).toList();
    }

    private List<Declaration> variables() {
        return fields.objects("variables").stream()
                .map(TemplateReader::variable)
                .toList();
    }

    private static Declaration variable(Fields variable) {
        String key = variable.requiredText("key");
        return new Declaration(key, type(key, variable.requiredText("type")), value(variable.node("fallback_value")));
    }

    /// The other types that Resend names belong to automations, and its Java SDK cannot read them (contract §7.4).
    private static VariableType type(String key, String text) {
        return switch (text) {
            case "string" -> VariableType.STRING;
            case "number" -> VariableType.NUMBER;
            default ->
                throw EmailJson.bad(
                        "variables",
                        "Invalid `variables` field. The type of `" + key + "` must be \"string\" | \"number\".");
        };
    }

    /// What is neither a string nor a number goes on as it is, to be refused as no value.
    private static @Nullable Object value(@Nullable JsonNode node) {
        if (node == null) return null;
        if (node.isString()) return node.stringValue();
        return node.isNumber() ? node.numberValue() : node;
    }

    private boolean isGiven(String field) {
        return fields.names().contains(field);
    }
}
