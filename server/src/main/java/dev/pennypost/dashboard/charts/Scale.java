package dev.pennypost.dashboard.charts;

import java.util.List;
import java.util.stream.IntStream;

/// An axis from zero to a round figure, in round steps.
///
/// @param step between two ticks
/// @param steps how many
record Scale(double step, int steps) {
    private static final int MOST_STEPS = 4;
    private static final List<Double> ROUND = List.of(1.0, 2.0, 2.5, 5.0, 10.0);

    /// @param highest what must find room
    /// @param least the smallest step that makes sense: nothing happens half a time
    static Scale upTo(double highest, double least) {
        double wanted = Math.max(highest / MOST_STEPS, least);
        double power = Math.pow(10, Math.floor(Math.log10(wanted)));
        double step = ROUND.stream()
                .map(round -> round * power)
                .filter(round -> round >= wanted * (1 - 1e-9) && (least < 1 || round == Math.rint(round)))
                .findFirst()
                .orElse(10 * power);
        return new Scale(step, Math.max(1, (int) Math.ceil(highest / step - 1e-9)));
    }

    double top() {
        return step * steps;
    }

    List<Double> ticks() {
        return IntStream.rangeClosed(0, steps).mapToObj(tick -> tick * step).toList();
    }
}
