package dev.pennypost.dashboard.charts;

import java.util.Locale;

/// How figures are written.
public enum Unit {
    COUNT {
        @Override
        public String of(double value) {
            return String.format(Locale.ENGLISH, "%,d", Math.round(value));
        }

        @Override
        String onAxis(double value) {
            if (value >= 1_000_000) return trimmed(value / 1_000_000) + "M";
            return value >= 10_000 ? trimmed(value / 1_000) + "k" : of(value);
        }
    },
    /// Hundredths.
    PER_CENT {
        @Override
        public String of(double value) {
            return Double.isNaN(value) ? "–" : String.format(Locale.ENGLISH, "%.2f %%", value);
        }

        @Override
        String onAxis(double value) {
            return trimmed(value) + " %";
        }
    };

    /// In full.
    public abstract String of(double value);

    /// As short as it can be.
    abstract String onAxis(double value);

    private static String trimmed(double value) {
        String text = String.format(Locale.ENGLISH, "%.2f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}
