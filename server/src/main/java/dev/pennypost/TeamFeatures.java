package dev.pennypost;

import dev.pennypost.audit.AuditLog;
import dev.pennypost.jobs.Loop;
import dev.pennypost.keys.Keys;
import dev.pennypost.quotas.Quotas;
import dev.pennypost.quotas.RateLimit;
import dev.pennypost.quotas.RequestRates;
import dev.pennypost.requestlog.RequestLog;
import dev.pennypost.teams.Teams;
import java.util.List;
import java.util.Objects;

/// The teams, what they may and what they did.
final class TeamFeatures {
    final Teams teams;
    final AuditLog audit;
    final Keys keys;
    final Quotas quotas;
    final RequestRates rates;
    final RateLimit rateLimit;
    final RequestLog requestLog;

    TeamFeatures(Ground ground) {
        var settings = ground.settings();
        var database = ground.database();
        var clock = ground.clock();
        audit = new AuditLog(database, settings.audit(), clock);
        teams = new Teams(database, clock);
        quotas = new Quotas(database, teams, clock);
        keys = new Keys(database, ground.random(), clock);
        requestLog = new RequestLog(database, settings.requestLog(), ground.metrics(), clock);
        rates = team -> Objects.requireNonNullElse(
                teams.limits(team).requestsPerSecond(), settings.http().requestsPerSecond());
        rateLimit = new RateLimit(rates, settings.http().requestsPerSecond(), clock);
    }

    void start(Ground ground) {
        for (Loop loop : List.of(keys.noteUse(), quotas.forgetting())) ground.start(loop);
        ground.running().add(requestLog.start());
        ground.running().add(audit.start());
    }
}
