package dev.pennypost.api.autosend;

import static dev.pennypost.api.http.Access.SENDING;

import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.emails.EmailProblem;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.SendResult;
import dev.pennypost.storage.ShortIds;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// `/mails`.
final class MailRoutes {
    private final Emails emails;
    private final ShortIds ids;

    MailRoutes(Emails emails, ShortIds ids) {
        this.emails = emails;
        this.ids = ids;
    }

    void register(Router router) {
        router.post("/mails/send", SENDING, this::send).post("/mails/bulk", SENDING, this::bulk);
    }

    private Response send(Request request) {
        var caller = request.caller();
        return switch (emails.send(caller, MailJson.one(request.fields()))) {
            case SendResult.Accepted(var id) ->
                Envelope.of(new SentJson(ids.of(caller.team().value(), id.value())));
            case SendResult.Refused(var problem) -> AutosendErrors.of(problem);
        };
    }

    /// An email for each recipient. When none is accepted, the answer says why the first was not.
    private Response bulk(Request request) {
        var all = MailJson.many(request.fields());
        int accepted = 0;
        EmailProblem first = null;
        for (var email : all) {
            switch (emails.send(request.caller(), email)) {
                case SendResult.Accepted _ -> accepted++;
                case SendResult.Refused(var problem) -> first = first == null ? problem : first;
            }
        }
        return accepted == 0 && first != null ? AutosendErrors.of(first) : told(all.size(), accepted);
    }

    private static Response told(int total, int accepted) {
        return Envelope.of(new BatchJson(UUID.randomUUID(), total, accepted, total - accepted));
    }

    @JsonNaming(LowerCamelCaseStrategy.class)
    record SentJson(String emailId) {}

    @JsonNaming(LowerCamelCaseStrategy.class)
    record BatchJson(UUID batchId, int totalRecipients, int successCount, int failedCount) {}
}
