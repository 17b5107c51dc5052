package dev.pennypost.api.resend;

import dev.pennypost.statistics.Figure;
import dev.pennypost.statistics.Tally;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The metrics of `GET /emails/metrics`, each with how it comes from what was counted (contract §9.8). Rates are
/// percentages with two decimals; of nothing, zero.
final class MetricNames {
    private static final Map<String, Function<Tally, Number>> ALL = all(new LinkedHashMap<>());

    private MetricNames() {}

    /// In the contract's order.
    static Set<String> all() {
        return ALL.keySet();
    }

    static Number of(String metric, Tally tally) {
        var read = ALL.get(metric);
        if (read == null) throw new IllegalArgumentException("there is no metric " + metric);
        return read.apply(tally);
    }

    private static Map<String, Function<Tally, Number>> all(Map<String, Function<Tally, Number>> all) {
        all.put("received", count(Figure.RECEIVED));
        all.put("delivered", count(Figure.DELIVERED));
        all.put("complained", count(Figure.COMPLAINED));
        all.put("suppressed", count(Figure.SUPPRESSED));
        all.put("bounced", MetricNames::bounced);
        all.put("bounced_transient", count(Figure.BOUNCED_TRANSIENT));
        all.put("bounced_permanent", count(Figure.BOUNCED_PERMANENT));
        all.put("bounced_undetermined", count(Figure.BOUNCED_UNDETERMINED));
        all.put("opened", count(Figure.OPENED));
        all.put("clicked", count(Figure.CLICKED));
        all.put("unsubscribed", count(Figure.UNSUBSCRIBED));
        all.put("delivery_delayed", count(Figure.DELIVERY_DELAYED));
        all.put("failed", count(Figure.FAILED));
        all.put("sent", count(Figure.SENT));
        all.put("unique_opened", count(Figure.UNIQUE_OPENED));
        all.put("unique_clicked", count(Figure.UNIQUE_CLICKED));
        all.put("delivery_rate", tally -> rate(tally.of(Figure.DELIVERED), tally.of(Figure.SENT)));
        all.put("open_rate", ofDelivered(Figure.UNIQUE_OPENED));
        all.put("click_rate", ofDelivered(Figure.UNIQUE_CLICKED));
        all.put("bounce_rate", tally -> rate(bounced(tally), tally.of(Figure.SENT)));
        all.put("complaint_rate", ofDelivered(Figure.COMPLAINED));
        all.put("unsubscribe_rate", ofDelivered(Figure.UNSUBSCRIBED));
        return Collections.unmodifiableMap(all);
    }

    private static Function<Tally, Number> count(Figure figure) {
        return tally -> tally.of(figure);
    }

    private static long bounced(Tally tally) {
        return tally.of(Figure.BOUNCED_TRANSIENT)
                + tally.of(Figure.BOUNCED_PERMANENT)
                + tally.of(Figure.BOUNCED_UNDETERMINED);
    }

    private static Function<Tally, Number> ofDelivered(Figure figure) {
        return tally -> rate(tally.of(figure), tally.of(Figure.DELIVERED));
    }

    private static double rate(long part, long whole) {
        if (whole == 0) return 0;
        return BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP)
                .doubleValue();
    }
}
