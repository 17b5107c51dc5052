package dev.pennypost.dashboard.metrics;

import dev.pennypost.dashboard.charts.Chart;
import java.util.List;
import java.util.UUID;

/// How emails fared.
///
/// @param tags names to choose from
record MetricsPage(
        MetricsQuery query,
        Fare total,
        List<Chart> charts,
        List<Reputation> reputation,
        List<Breakdown> breakdowns,
        List<Choice> domains,
        List<String> tags) {
    List<Span> spans() {
        return List.of(Span.values());
    }

    boolean isEmpty() {
        return total.sent() == 0 && total.delivered() == 0 && total.bounced() == 0 && total.opened() == 0;
    }

    /// A domain to choose.
    record Choice(UUID id, String name) {}
}
