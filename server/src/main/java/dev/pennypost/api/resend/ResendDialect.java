package dev.pennypost.api.resend;

import dev.pennypost.accounts.Members;
import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.certificates.CertificateState;
import dev.pennypost.domains.Claims;
import dev.pennypost.domains.Domains;
import dev.pennypost.emails.Emails;
import dev.pennypost.keys.Keys;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.streams.Streams;
import dev.pennypost.suppressions.Suppressions;
import dev.pennypost.templates.Templates;
import dev.pennypost.topics.Topics;
import dev.pennypost.tracking.Tracking;
import dev.pennypost.webhooks.Webhooks;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;

/// The Resend API, at the root.
public final class ResendDialect implements Dialect {
    private final KeyRoutes keys;
    private final DomainRoutes domains;
    private final ClaimRoutes claims;
    private final SigningKeyRoutes signingKeys;
    private final EmailRoutes emails;
    private final WhyRoutes why;
    private final SuppressionRoutes suppressions;
    private final AttachmentRoutes attachments;
    private final UsageRoutes usage;
    private final LogRoutes logs;
    private final MetricsRoutes metrics;
    private final WebhookRoutes webhooks;
    private final WebhookEventRoutes webhookEvents;
    private final EventStreamRoutes streams;
    private final TemplateRoutes templates;
    private final TopicRoutes topics;
    private final AuditRoutes audit;
    private final TeamRoutes team;
    private final Consumer<Router> tools;

    /// @param certificates how a tracking host stands
    public ResendDialect(
            Keys keys,
            Domains domains,
            Claims claims,
            Emails emails,
            Suppressions suppressions,
            TeamFigures accounts,
            Webhooks webhooks,
            Streams streams,
            Templates templates,
            Topics topics,
            DomainTools tools,
            Function<DomainName, CertificateState> certificates,
            EmailLinks links,
            Tracking tracking,
            AuditLog audit,
            Members members,
            InstantSource clock) {
        this.keys = new KeyRoutes(keys, domains, clock);
        this.domains = new DomainRoutes(domains, certificates);
        this.claims = new ClaimRoutes(claims);
        this.signingKeys = new SigningKeyRoutes(domains);
        this.suppressions = new SuppressionRoutes(suppressions);
        this.why = new WhyRoutes(emails, tracking);
        this.emails = new EmailRoutes(emails, new QuotaHeaders(accounts.quotas()), templates, links, clock);
        this.attachments = new AttachmentRoutes(emails, links.attachments(), links.origin());
        this.usage = new UsageRoutes(accounts);
        this.logs = new LogRoutes(accounts.requests());
        this.metrics = new MetricsRoutes(accounts.statistics(), domains, clock);
        this.webhooks = new WebhookRoutes(
                webhooks, (team, ids) -> domains.names(team, ids).keySet());
        this.webhookEvents = new WebhookEventRoutes(webhooks, clock);
        this.streams = new EventStreamRoutes(streams);
        this.templates = new TemplateRoutes(templates);
        this.topics = new TopicRoutes(topics);
        this.audit = new AuditRoutes(audit);
        this.team = new TeamRoutes(members);
        this.tools = router -> tools.register(router, domains);
    }

    /// How this API tells of problems, for doors that go with it.
    public static Function<HttpProblem, Response> spelling() {
        return ResendErrors::of;
    }

    @Override
    public String mount() {
        return "";
    }

    @Override
    public void register(Router router) {
        emails.register(router);
        why.register(router);
        domains.register(router);
        claims.register(router);
        signingKeys.register(router);
        tools.accept(router);
        keys.register(router);
        suppressions.register(router);
        attachments.register(router);
        webhooks.register(router);
        webhookEvents.register(router);
        streams.register(router);
        templates.register(router);
        topics.register(router);
        usage.register(router);
        logs.register(router);
        metrics.register(router);
        audit.register(router);
        team.register(router);
    }

    @Override
    public Response spell(HttpProblem problem) {
        return ResendErrors.of(problem);
    }
}
