package dev.pennypost.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;

/// A metric of the product. The JVM's own come beside them on `/metrics`.
public enum Metric {
    CERTIFICATE_FAILURES(
            "pennypost.certificates.failures",
            Optional.of("reason"),
            "Certificates that could not be ordered, by reason: `caa_forbids`, `dns`, `challenge_failed`, `rate_limited`, `authority_unreachable`, `account_refused` or `order_refused`."),
    CERTIFICATES_DAYS_LEFT(
            "pennypost.certificates.days.left",
            Optional.empty(),
            "Days until the first of the certificates of HTTPS expires; not a number while there is none."),
    CERTIFICATES_ISSUED("pennypost.certificates.issued", Optional.empty(), "Certificates ordered by this node."),
    EMAILS_ACCEPTED("pennypost.emails.accepted", Optional.empty(), "Emails accepted: stored and queued."),
    DELIVERY_ATTEMPTS(
            "pennypost.delivery.attempts",
            Optional.of("outcome"),
            "Attempts settled, by outcome: `delivered`, `deferred` or `bounced`."),
    DELIVERY_REFUSALS(
            "pennypost.delivery.refusals",
            Optional.of("category"),
            "Refusals by receivers, for now or for good, by what they are about: the categories of replies.md."),
    DELIVERIES_IN_MEMORY(
            "pennypost.deliveries.in.memory",
            Optional.empty(),
            "Deliveries leased by this node, waiting or attempted."),
    EVENT_STREAM_RECORDS(
            "pennypost.event.stream.records",
            Optional.of("outcome"),
            "Records for event streams, by what became of sending them: `sent`, `record_too_large`, `refused`, `invalid_topic`, `topic_missing`, `not_authorised` or `unreachable`."),
    EVENT_STREAM_LAG(
            "pennypost.event.stream.lag.seconds",
            Optional.empty(),
            "Age of the oldest event that an enabled event stream still has to send; 0 when none waits."),
    HTTP_REQUESTS("pennypost.http.requests", Optional.of("status"), "API requests answered, by HTTP status."),
    REPORTS_RECEIVED(
            "pennypost.reports.received",
            Optional.of("result"),
            "Mail that came to return paths, by what became of it: `bounced`, `complained`, `repeated`, `unmatched` (about no delivery that was made), `unproven` (a complaint anybody could have written), `too_early`, `ignored` (no report, or of a delay); and addresses that were `forged`."),
    VISITS(
            "pennypost.tracking.visits",
            Optional.of("result"),
            "Visits of links and images in emails, by what became of them: `person`, `machine`; `beyond` (more of one recipient than are kept), `taken_back` (clicks that were a person's, until more showed them to be a machine's); `unknown` (of an email that is gone), `old` (of one accepted longer than `tracking.keep-days` ago), `lost` (they could not be written down)."),
    WEBHOOKS_DISABLED(
            "pennypost.webhooks.disabled",
            Optional.of("reason"),
            "Endpoints that we disabled, by reason: `gone` (they answered 410) or `failing` (for days)."),
    REQUESTS_NOT_LOGGED(
            "pennypost.requests.not.logged",
            Optional.empty(),
            "API requests missing in the request log, because it could not be written fast enough or at all.");

    private final String id;
    private final Optional<String> tag;
    private final String description;

    Metric(String id, Optional<String> tag, String description) {
        this.id = id;
        this.tag = tag;
        this.description = description;
    }

    /// A counter without a tag.
    public Counter counter(MeterRegistry registry) {
        return Counter.builder(id).description(description).register(registry);
    }

    /// The counter of one value of the metric's tag.
    public Counter counter(MeterRegistry registry, String value) {
        String key = tag.orElseThrow(() -> new IllegalStateException(id + " has no tag"));
        return Counter.builder(id).description(description).tag(key, value).register(registry);
    }

    public void gauge(MeterRegistry registry, Supplier<Number> value) {
        Gauge.builder(id, value).description(description).register(registry);
    }

    /// A row of the reference page: the name as Prometheus reads it, the tag, the description.
    String row() {
        return "| `" + prometheusName() + "` | "
                + tag.map(key -> "`" + key + "`").orElse("") + " | " + description + " |";
    }

    private String prometheusName() {
        String name = id.replace('.', '_');
        return switch (this) {
            case DELIVERIES_IN_MEMORY, CERTIFICATES_DAYS_LEFT, EVENT_STREAM_LAG -> name;
            default -> name + "_total";
        };
    }
}
