package dev.pennypost.api.resend;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.DomainFilter;
import dev.pennypost.quotas.EmailCount;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `/usage` (contract §27).
final class UsageRoutes {
    /// Of things this server does not have yet, none is used.
    private static final UsedJson NONE = new UsedJson(0, null);

    private final TeamFigures accounts;

    UsageRoutes(TeamFigures accounts) {
        this.accounts = accounts;
    }

    void register(Router router) {
        router.get("/usage", Access.FULL, this::get);
    }

    private Response get(Request request) {
        var team = request.caller().team();
        var limits = accounts.quotas().limits(team);
        var usage = accounts.quotas().usage(team);
        var emails = new EmailsJson(
                CountJson.of(usage.day(), limits.emailsPerDay(), usage.dayEnds()),
                CountJson.of(usage.month(), limits.emailsPerMonth(), usage.monthEnds()));
        return Response.ok(new UsageJson(
                "usage",
                emails,
                NONE,
                NONE,
                NONE,
                new CreditsJson(0, null, null),
                new RunsJson(0, null, Timestamps.iso(usage.monthEnds())),
                new UsedJson(
                        accounts.domains().slice(team, DomainFilter.ALL, 1, 0).total(), null),
                new RateJson(accounts.rates().told(team), "1s")));
    }

    private record UsageJson(
            String object,
            EmailsJson emails,
            UsedJson contacts,
            UsedJson segments,
            UsedJson broadcasts,
            CreditsJson aiCredits,
            RunsJson automationRuns,
            UsedJson domains,
            RateJson rateLimit) {}

    private record EmailsJson(CountJson daily, CountJson monthly) {}

    private record CountJson(long used, @Nullable Long limit, long sent, long received, String resetsAt) {
        static CountJson of(EmailCount count, @Nullable Long limit, Instant resetsAt) {
            return new CountJson(count.used(), limit, count.sent(), count.received(), Timestamps.iso(resetsAt));
        }
    }

    private record UsedJson(long used, @Nullable Long limit) {}

    private record CreditsJson(
            long used, @Nullable Long limit, @Nullable String nextIncreaseAt) {}

    private record RunsJson(long used, @Nullable Long limit, String resetsAt) {}

    private record RateJson(int limit, String duration) {}
}
