package dev.pennypost.api.resend;

import dev.pennypost.api.http.RequestObserver;
import dev.pennypost.domains.Domains;
import dev.pennypost.quotas.Quotas;
import dev.pennypost.quotas.RequestRates;
import dev.pennypost.requestlog.Happened;
import dev.pennypost.requestlog.RequestLog;
import dev.pennypost.statistics.Statistics;

/// What the routes about a team's own doings are made of.
public record TeamFigures(Quotas quotas, Domains domains, RequestRates rates, RequestLog requests, Statistics statistics) {
    private static final byte[] NOTHING = {};

    /// Has the requests of every dialect written into the log.
    public RequestObserver observer() {
        return request -> requests.note(new Happened(
                request.caller().team(),
                request.caller().key().value(),
                request.at(),
                request.method(),
                request.path(),
                request.answer().status(),
                request.userAgent(),
                request.body(),
                request.answer().isJson() ? request.answer().body() : NOTHING));
    }
}
