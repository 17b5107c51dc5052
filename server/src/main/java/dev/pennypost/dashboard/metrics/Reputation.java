package dev.pennypost.dashboard.metrics;

import dev.pennypost.dashboard.charts.Chart;
import dev.pennypost.dashboard.shell.Tone;
import java.util.List;

/// A rate that receivers judge senders by.
///
/// @param id unique in the page
/// @param why it matters, and what to do
/// @param charts how often it happened, and the rate over time
record Reputation(String id, String title, double rate, double limit, String why, List<Chart> charts) {
    private static final double NEAR = 0.5;

    Tone tone() {
        if (Double.isNaN(rate)) return Tone.CALM;
        if (rate > limit) return Tone.BAD;
        return rate > limit * NEAR ? Tone.WAIT : Tone.GOOD;
    }

    String word() {
        return switch (tone()) {
            case CALM -> "Nothing sent";
            case BAD -> Fare.percent(rate) + ", too high";
            case WAIT -> Fare.percent(rate) + ", close to the limit";
            case GOOD -> Fare.percent(rate) + ", good";
        };
    }
}
