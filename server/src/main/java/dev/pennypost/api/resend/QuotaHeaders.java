package dev.pennypost.api.resend;

import dev.pennypost.api.http.Response;
import dev.pennypost.quotas.Quotas;
import dev.pennypost.teams.TeamId;

/// What answers about sending tell of quotas: how many emails were sent so far (contract §4.2).
final class QuotaHeaders {
    private final Quotas quotas;

    QuotaHeaders(Quotas quotas) {
        this.quotas = quotas;
    }

    /// The answer with the headers. That of the day is for teams whose days are limited.
    Response on(Response answer, TeamId team) {
        var usage = quotas.lastKnown(team);
        var told = answer.with(
                "x-resend-monthly-quota", Long.toString(usage.month().used()));
        return quotas.limits(team).emailsPerDay() == null
                ? told
                : told.with("x-resend-daily-quota", Long.toString(usage.day().used()));
    }
}
