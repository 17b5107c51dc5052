package dev.pennypost.dashboard.metrics;

import dev.pennypost.statistics.Figure;
import dev.pennypost.statistics.Tally;
import java.util.List;
import java.util.Locale;

/// How the emails of a period, a domain or a tag fared. Rates are in per cent, and NaN of nothing.
///
/// @param name of what they have in common
/// @param opened each recipient once, as `clicked`
record Fare(String name, long sent, long delivered, long bounced, long complained, long opened, long clicked) {
    static final List<String> HEADER = List.of(
            "sent",
            "delivered",
            "bounced",
            "complained",
            "unique_opened",
            "unique_clicked",
            "delivery_rate",
            "bounce_rate",
            "complaint_rate",
            "open_rate",
            "click_rate");

    static Fare of(String name, Tally tally) {
        return new Fare(
                name,
                tally.of(Figure.SENT),
                tally.of(Figure.DELIVERED),
                tally.of(Figure.BOUNCED_PERMANENT)
                        + tally.of(Figure.BOUNCED_TRANSIENT)
                        + tally.of(Figure.BOUNCED_UNDETERMINED),
                tally.of(Figure.COMPLAINED),
                tally.of(Figure.UNIQUE_OPENED),
                tally.of(Figure.UNIQUE_CLICKED));
    }

    double deliveryRate() {
        return rate(delivered, sent);
    }

    double bounceRate() {
        return rate(bounced, sent);
    }

    double complaintRate() {
        return rate(complained, delivered);
    }

    double openRate() {
        return rate(opened, delivered);
    }

    double clickRate() {
        return rate(clicked, delivered);
    }

    List<String> cells() {
        return List.of(
                Long.toString(sent),
                Long.toString(delivered),
                Long.toString(bounced),
                Long.toString(complained),
                Long.toString(opened),
                Long.toString(clicked),
                cell(deliveryRate()),
                cell(bounceRate()),
                cell(complaintRate()),
                cell(openRate()),
                cell(clickRate()));
    }

    static String grouped(long count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }

    /// Such as `2.50 %`; a dash of nothing.
    static String percent(double rate) {
        return Double.isNaN(rate) ? "–" : String.format(Locale.ENGLISH, "%.2f %%", rate);
    }

    private static String cell(double rate) {
        return Double.isNaN(rate) ? "" : String.format(Locale.ROOT, "%.2f", rate);
    }

    private static double rate(long part, long whole) {
        return whole == 0 ? Double.NaN : 100.0 * part / whole;
    }
}
