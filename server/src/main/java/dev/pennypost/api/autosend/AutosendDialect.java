package dev.pennypost.api.autosend;

import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.Domains;
import dev.pennypost.emails.Emails;
import dev.pennypost.storage.ShortIds;

/// The AutoSend API, at `/v1`.
public final class AutosendDialect implements Dialect {
    private final DomainRoutes domains;
    private final MailRoutes mails;

    public AutosendDialect(Domains domains, Emails emails, ShortIds ids) {
        this.domains = new DomainRoutes(domains, ids);
        this.mails = new MailRoutes(emails, ids);
    }

    @Override
    public String mount() {
        return "/v1";
    }

    @Override
    public void register(Router router) {
        domains.register(router);
        mails.register(router);
    }

    @Override
    public Response spell(HttpProblem problem) {
        return AutosendErrors.of(problem);
    }

    @Override
    public Response paced(Response answer, int limit, int remaining, int resetSeconds) {
        return answer.with("X-RateLimit-Limit", Integer.toString(limit))
                .with("X-RateLimit-Remaining", Integer.toString(remaining))
                .with("X-RateLimit-Reset", Integer.toString(resetSeconds));
    }
}
