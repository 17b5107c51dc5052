package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pennypost.templates.Declaration;
import dev.pennypost.templates.Template;
import dev.pennypost.templates.TemplateHead;
import dev.pennypost.templates.Variable;
import dev.pennypost.templates.Wording;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A template with what is edited of it (contract §13).
@JsonPropertyOrder({
    "object",
    "id",
    "current_version_id",
    "alias",
    "name",
    "created_at",
    "updated_at",
    "status",
    "published_at",
    "from",
    "subject",
    "reply_to",
    "html",
    "text",
    "variables",
    "has_unpublished_versions"
})
record TemplateJson(
        String object,
        UUID id,
        UUID currentVersionId,
        @Nullable String alias,
        String name,
        String createdAt,
        String updatedAt,
        String status,
        @Nullable String publishedAt,
        @Nullable String from,
        @Nullable String subject,
        @Nullable List<String> replyTo,
        String html,
        @Nullable String text,
        List<VariableJson> variables,
        boolean hasUnpublishedVersions) {

    static TemplateJson of(Template template) {
        TemplateHead head = template.head();
        Wording wording = template.wording();
        return new TemplateJson(
                "template",
                head.id().value(),
                head.currentVersion(),
                head.alias(),
                head.name(),
                Timestamps.postgres(head.createdAt()),
                Timestamps.postgres(head.updatedAt()),
                TemplateItemJson.status(head),
                Timestamps.postgresOrNull(head.publishedAt()),
                wording.from(),
                wording.subject(),
                wording.replyTo().isEmpty() ? null : wording.replyTo(),
                wording.html(),
                wording.text(),
                template.variables().stream().map(VariableJson::of).toList(),
                head.hasUnpublishedVersions());
    }

    @JsonPropertyOrder({"id", "key", "type", "fallback_value", "created_at", "updated_at"})
    record VariableJson(
            UUID id, String key, String type, @Nullable Object fallbackValue, String createdAt, String updatedAt) {

        static VariableJson of(Variable variable) {
            Declaration declaration = variable.declaration();
            return new VariableJson(
                    variable.id(),
                    declaration.key(),
                    declaration.type().name().toLowerCase(Locale.ROOT),
                    declaration.fallback(),
                    Timestamps.postgres(variable.createdAt()),
                    Timestamps.postgres(variable.updatedAt()));
        }
    }
}
