package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pennypost.templates.TemplateHead;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A template in a list (contract §13).
@JsonPropertyOrder({"id", "name", "status", "published_at", "created_at", "updated_at", "alias"})
record TemplateItemJson(
        UUID id,
        String name,
        String status,
        @Nullable String publishedAt,
        String createdAt,
        String updatedAt,
        @Nullable String alias) {

    static TemplateItemJson of(TemplateHead head) {
        return new TemplateItemJson(
                head.id().value(),
                head.name(),
                status(head),
                Timestamps.postgresOrNull(head.publishedAt()),
                Timestamps.postgres(head.createdAt()),
                Timestamps.postgres(head.updatedAt()),
                head.alias());
    }

    static String status(TemplateHead head) {
        return head.isPublished() ? "published" : "draft";
    }
}
