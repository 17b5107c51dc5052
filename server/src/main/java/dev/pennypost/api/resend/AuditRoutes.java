package dev.pennypost.api.resend;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.audit.Action;
import dev.pennypost.audit.Actor;
import dev.pennypost.audit.AuditFilter;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.AuditRecord;
import dev.pennypost.audit.Subject;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/audit-logs`: who changed what. Ours, spelled like the lists of Resend.
final class AuditRoutes {
    private final AuditLog audit;

    AuditRoutes(AuditLog audit) {
        this.audit = audit;
    }

    void register(Router router) {
        router.get("/audit-logs", Access.FULL, this::list);
    }

    private Response list(Request request) {
        var page = ResendPaging.twentyByDefault(request);
        return ResendPaging.list(
                audit.list(request.caller().team().value(), filter(request), page), RecordJson::of);
    }

    private static AuditFilter filter(Request request) {
        return new AuditFilter(
                word(request, "subject_type", Subject.Kind.values(), Subject.Kind::spelled),
                request.query("subject_id").orElse(null),
                word(request, "actor_type", Actor.Kind.values(), Actor.Kind::spelled),
                request.query("actor_id").map(AuditRoutes::id).orElse(null),
                request.query("action").map(AuditRoutes::action).orElse(null),
                LogRoutes.time(request, "start_date"),
                LogRoutes.time(request, "end_date"));
    }

    private static UUID id(String text) {
        return ResendIds.parse(text).orElseThrow(() -> ResendIds.malformed("actor_id"));
    }

    private static String action(String text) {
        return Action.of(text)
                .orElseThrow(() -> EmailJson.bad(
                        "action", "Invalid `action`. It must be an action such as `domain.updated`."))
                .spelled();
    }

    private static <E> @Nullable E word(Request request, String parameter, E[] words, Function<E, String> spelled) {
        var text = request.query(parameter);
        if (text.isEmpty()) return null;
        return Arrays.stream(words)
                .filter(word -> spelled.apply(word).equals(text.get()))
                .findFirst()
                .orElseThrow(() -> EmailJson.bad(
                        parameter,
                        "Invalid `" + parameter + "`. It must be one of "
                                + Arrays.stream(words).map(spelled).collect(Collectors.joining(", ")) + "."));
    }

    private record RecordJson(
            UUID id,
            String createdAt,
            String action,
            ActorJson actor,
            SubjectJson subject,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {
        static RecordJson of(AuditRecord done) {
            return new RecordJson(
                    done.id(),
                    Timestamps.postgres(done.at()),
                    done.action(),
                    ActorJson.of(done.author()),
                    new SubjectJson(done.subjectType(), done.subjectId(), done.subjectName()),
                    done.before(),
                    done.after());
        }
    }

    private record ActorJson(
            String type,
            @Nullable UUID id,
            @Nullable String name,
            @Nullable String ipAddress,
            @Nullable String userAgent) {
        static ActorJson of(AuditRecord.Author author) {
            var origin = author.origin();
            return new ActorJson(author.type(), author.id(), author.name(), origin.address(), origin.userAgent());
        }
    }

    private record SubjectJson(String type, String id, @Nullable String name) {}
}
