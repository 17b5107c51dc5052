package dev.pennypost.api.inboxes;

import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.emails.Emails;
import dev.pennypost.inboxes.InboxDomains;
import dev.pennypost.inboxes.Inboxes;

/// Domains that send and receive, and their inboxes, at `/api/email`.
public final class InboxesDialect implements Dialect {
    private final DomainRoutes domains;
    private final InboxRoutes inboxes;

    public InboxesDialect(InboxDomains domains, Inboxes inboxes, Emails emails) {
        this.domains = new DomainRoutes(domains, emails);
        this.inboxes = new InboxRoutes(inboxes);
    }

    @Override
    public String mount() {
        return "/api/email";
    }

    @Override
    public void register(Router router) {
        domains.register(router);
        inboxes.register(router);
    }

    @Override
    public Response spell(HttpProblem problem) {
        return InboxesErrors.of(problem);
    }
}
