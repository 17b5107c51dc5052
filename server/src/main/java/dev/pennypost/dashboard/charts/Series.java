package dev.pennypost.dashboard.charts;

import java.util.List;

/// One thing over all periods.
///
/// @param values one for each period; NaN where there is nothing to tell
public record Series(String name, Ink ink, List<Double> values) {
    public Series {
        values = List.copyOf(values);
    }

    double highest() {
        return values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
    }
}
