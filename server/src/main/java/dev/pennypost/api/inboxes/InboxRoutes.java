package dev.pennypost.api.inboxes;

import static dev.pennypost.api.http.Access.FULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.IsoTime;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.inboxes.CreateResult;
import dev.pennypost.inboxes.Inbox;
import dev.pennypost.inboxes.InboxId;
import dev.pennypost.inboxes.Inboxes;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// `/inboxes`, which the documentation names without describing it.
final class InboxRoutes {
    private final Inboxes inboxes;

    InboxRoutes(Inboxes inboxes) {
        this.inboxes = inboxes;
    }

    void register(Router router) {
        router.get("/inboxes", FULL, this::list)
                .post("/inboxes", FULL, this::create)
                .delete("/inboxes/{id}", FULL, this::remove);
    }

    private Response list(Request request) {
        UUID after = request.query("after").map(InboxRoutes::cursor).orElse(null);
        return inboxes.list(request.caller().team(), new PageRequest(Paging.limit(request), after, null))
                .map(page -> Response.ok(ListJson.of(page)))
                .orElseThrow(InboxRoutes::unknownCursor);
    }

    private Response create(Request request) {
        Fields fields = request.fields();
        var created = inboxes.create(
                request.caller().team(),
                fields.requiredText("address"),
                fields.text("name").orElse(null));
        return switch (created) {
            case CreateResult.Created(var inbox) -> Response.created(InboxJson.of(inbox));
            case CreateResult.Refused(var problem) -> InboxesErrors.of(problem);
        };
    }

    private Response remove(Request request) {
        boolean removed = PrefixedIds.INBOX
                .parse(request.parameter("id"))
                .filter(id -> inboxes.remove(request.caller().team(), new InboxId(id)))
                .isPresent();
        return removed
                ? Response.ok(new RemovedJson(true, "Inbox removed successfully"))
                : InboxesErrors.inboxNotFound();
    }

    private static UUID cursor(String text) {
        return PrefixedIds.INBOX.parse(text).orElseThrow(InboxRoutes::unknownCursor);
    }

    private static Refusal unknownCursor() {
        return new Refusal(
                new HttpProblem.BadField("after", "Invalid `after`. It must be the id of one of your inboxes."));
    }

    @JsonNaming(LowerCamelCaseStrategy.class)
    record InboxJson(
            String id,
            String address,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String name,

            String domainId,
            String createdAt) {
        static InboxJson of(Inbox inbox) {
            return new InboxJson(
                    PrefixedIds.INBOX.of(inbox.id().value()),
                    inbox.address().unicode(),
                    inbox.name(),
                    PrefixedIds.DOMAIN.of(inbox.domain().value()),
                    IsoTime.seconds(inbox.createdAt()));
        }
    }

    @JsonNaming(LowerCamelCaseStrategy.class)
    record ListJson(List<InboxJson> inboxes, boolean hasMore) {
        static ListJson of(Page<Inbox> page) {
            return new ListJson(page.items().stream().map(InboxJson::of).toList(), page.hasMore());
        }
    }

    record RemovedJson(boolean success, String message) {}
}
