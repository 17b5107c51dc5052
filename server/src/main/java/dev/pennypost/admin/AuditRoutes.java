package dev.pennypost.admin;

import dev.pennypost.audit.AuditFilter;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.AuditRecord;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The audit log on the operators' listener: the records of all teams, and those that are no team's.
public final class AuditRoutes implements AdminDoor.Routes {
    private static final int USUAL = 50;
    private static final int MOST = 1_000;

    private final AuditLog audit;

    public AuditRoutes(AuditLog audit) {
        this.audit = audit;
    }

    @Override
    public void register(HttpRouting.Builder routes) {
        routes.get("/audit-logs", Answering.read(this::list));
    }

    private Object list(ServerRequest request) {
        var filter = new AuditFilter(
                null,
                given(request, "subject_id").orElse(null),
                null,
                null,
                given(request, "action").orElse(null),
                null,
                null);
        int limit = given(request, "limit").map(AuditRoutes::limit).orElse(USUAL);
        UUID after = given(request, "after").map(AuditRoutes::id).orElse(null);
        var page = audit.everybodys(filter, limit, after).map(RecordJson::of);
        return new ListJson(page.items(), page.hasMore());
    }

    private static Optional<String> given(ServerRequest request, String name) {
        return request.query().first(name).asOptional();
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) return limit;
        } catch (NumberFormatException none) {
            // told below, together with numbers out of range
        }
        throw new Unusable("`limit` is a number from 1 to " + MOST);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            throw new Unusable("`after` is the `id` of the last record of the page before");
        }
    }

    private record ListJson(List<RecordJson> data, boolean hasMore) {}

    private record RecordJson(
            UUID id,
            @Nullable UUID teamId,
            Instant createdAt,
            String action,
            AuditRecord.Author actor,
            SubjectJson subject,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {
        static RecordJson of(AuditRecord done) {
            return new RecordJson(
                    done.id(),
                    done.team(),
                    done.at(),
                    done.action(),
                    done.author(),
                    new SubjectJson(done.subjectType(), done.subjectId(), done.subjectName()),
                    done.before(),
                    done.after());
        }
    }

    private record SubjectJson(String type, String id, @Nullable String name) {}
}
