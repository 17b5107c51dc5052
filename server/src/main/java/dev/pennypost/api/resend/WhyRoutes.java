package dev.pennypost.api.resend;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.delivery.DnsAnswers;
import dev.pennypost.delivery.Trace;
import dev.pennypost.emails.EmailId;
import dev.pennypost.emails.Emails;
import dev.pennypost.emails.Why;
import dev.pennypost.emails.lint.Warning;
import dev.pennypost.mail.address.Address;
import dev.pennypost.tracking.Tracking;
import dev.pennypost.tracking.Visit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Why an email fared as it did, which this API has no route for.
final class WhyRoutes {
    private final Emails emails;
    private final Tracking tracking;

    WhyRoutes(Emails emails, Tracking tracking) {
        this.emails = emails;
        this.tracking = tracking;
    }

    void register(Router router) {
        router.get("/emails/{id}/why", Access.FULL, this::why);
    }

    private Response why(Request request) {
        var id = new EmailId(ResendIds.inPath(request, "id"));
        var team = request.caller().team();
        return emails.why(team, id)
                .map(why -> Response.ok(WhyJson.of(why, tracking.visits(team, id))))
                .orElseGet(() -> ResendErrors.notFound("Email"));
    }

    private record WhyJson(
            String object,
            UUID id,
            String from,
            String subject,
            String createdAt,
            String lastEvent,
            List<WarningJson> warnings,
            List<RecipientJson> recipients,
            List<ReportJson> returned,
            List<VisitJson> visits) {
        static WhyJson of(Why why, List<Visit> visits) {
            List<Address> recipients = why.email().recipients();
            return new WhyJson(
                    "email_why",
                    why.email().id().value(),
                    why.email().from(),
                    why.email().subject(),
                    Timestamps.postgres(why.email().createdAt()),
                    ResendStatuses.of(why.email().lastEvent()),
                    why.warnings().stream().map(WarningJson::of).toList(),
                    why.deliveries().stream().map(RecipientJson::of).toList(),
                    why.returned().stream().map(ReportJson::of).toList(),
                    visits.stream()
                            .map(visit -> VisitJson.of(visit, recipients))
                            .toList());
        }
    }

    /// Who came by a link or the image of the email.
    private record VisitJson(
            String to,
            String kind,
            @Nullable String link,
            @Nullable String machine,
            @Nullable String ipAddress,
            @Nullable String userAgent,
            String at) {
        static VisitJson of(Visit visit, List<Address> recipients) {
            return new VisitJson(
                    recipients.get(visit.recipient()).toString(),
                    ResendStatuses.of(visit.kind()),
                    visit.link(),
                    visit.machine(),
                    visit.address(),
                    visit.agent(),
                    Timestamps.postgres(visit.at()));
        }
    }

    /// What was noticed about the content of an email.
    record WarningJson(String code, String severity, String message, String fix) {
        static WarningJson of(Warning warning) {
            return new WarningJson(
                    warning.code().toString(),
                    ResendStatuses.of(warning.code().severity()),
                    warning.message(),
                    warning.code().remedy());
        }
    }

    private record RecipientJson(
            String to,
            String state,
            String summary,
            @Nullable String nextAttemptAt,
            @Nullable String settledAt,
            List<WaitJson> waits,
            List<AttemptJson> attempts) {
        static RecipientJson of(Trace trace) {
            return new RecipientJson(
                    trace.recipient().toString(),
                    trace.state().spelled(),
                    trace.summary(),
                    Timestamps.postgresOrNull(trace.due()),
                    Timestamps.postgresOrNull(trace.settledAt()),
                    trace.waited().stream().map(WaitJson::of).toList(),
                    trace.attempts().stream().map(AttemptJson::of).toList());
        }
    }

    private record WaitJson(
            String reason,
            String meaning,
            String from,
            @Nullable String until,
            int times) {
        static WaitJson of(Trace.Wait wait) {
            return new WaitJson(
                    wait.reason().spelled(),
                    wait.reason().meaning(),
                    Timestamps.postgres(wait.since()),
                    Timestamps.postgresOrNull(wait.until()),
                    wait.times());
        }
    }

    private record AttemptJson(
            int number,
            String at,
            long tookMs,
            @Nullable DnsJson dns,
            @Nullable String server,
            @Nullable String address,
            @Nullable String source,
            @Nullable String tls,
            @Nullable String tlsPolicy,
            String outcome,
            @Nullable String reason,
            @Nullable String reply,
            @Nullable String category,
            @Nullable String rule,
            @Nullable String advice,
            List<Trace.Line> conversation) {
        static AttemptJson of(Trace.Tried tried) {
            return new AttemptJson(
                    tried.number(),
                    Timestamps.postgres(tried.at()),
                    tried.took().toMillis(),
                    tried.dns() == null ? null : DnsJson.of(tried.dns()),
                    tried.host(),
                    tried.address(),
                    tried.source(),
                    tried.tls(),
                    tried.tlsPolicy(),
                    tried.outcome(),
                    reason(tried),
                    tried.said(),
                    tried.category(),
                    tried.rule(),
                    tried.advice(),
                    tried.conversation());
        }

        private static @Nullable String reason(Trace.Tried tried) {
            if (tried.waits() != null) return tried.waits().spelled();
            return tried.bounced() == null ? null : tried.bounced().name().toLowerCase(Locale.ROOT);
        }
    }

    private record DnsJson(
            String domain,
            String askedAt,
            String answer,
            boolean validated,
            @Nullable String failure,
            List<DnsAnswers.Exchange> mx) {
        static DnsJson of(DnsAnswers dns) {
            return new DnsJson(
                    dns.domain(),
                    Timestamps.postgres(dns.asked()),
                    dns.naming().name().toLowerCase(Locale.ROOT),
                    dns.validated(),
                    dns.failure(),
                    dns.exchanges());
        }
    }

    private record ReportJson(
            @Nullable String to,
            String kind,
            @Nullable String meaning,
            @Nullable String status,
            @Nullable String diagnostic,
            @Nullable String server,
            String at) {
        static ReportJson of(Why.Report report) {
            return new ReportJson(
                    report.recipient() == null ? null : report.recipient().toString(),
                    report.kind(),
                    report.meaning() == null ? null : report.meaning().name().toLowerCase(Locale.ROOT),
                    report.status(),
                    report.diagnostic(),
                    report.remoteMta(),
                    Timestamps.postgres(report.at()));
        }
    }
}
