package dev.pennypost.dashboard.charts;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Some series over periods.
///
/// @param id unique in its page
/// @param description what there is to see, in a sentence
/// @param periods as they are called
/// @param limit what should not be passed; null for none
public record Chart(
        String id,
        Kind kind,
        Unit unit,
        String title,
        String description,
        List<String> periods,
        List<Series> series,
        @Nullable Double limit) {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 190;
    private static final int LEFT = 46;
    private static final int RIGHT = 8;
    private static final int TOP = 12;
    private static final int BOTTOM = 26;
    private static final int MOST_LABELS = 5;
    private static final double FILLED = 0.76;

    public Chart {
        periods = List.copyOf(periods);
        series = List.copyOf(series);
    }

    /// How series are drawn.
    public enum Kind {
        BARS,
        LINES
    }

    /// A value in full, by series and period.
    public String value(Series one, int period) {
        return unit.of(one.values().get(period));
    }

    /// The picture.
    public String svg() {
        var svg = new StringBuilder(8 * 1024);
        svg.append("<svg class=\"chart\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
        svg.append("\" role=\"img\" aria-labelledby=\"")
                .append(id)
                .append("-title ")
                .append(id)
                .append("-desc\">");
        svg.append("<title id=\"").append(id).append("-title\">").append(text(title));
        svg.append("</title><desc id=\"").append(id).append("-desc\">").append(text(description));
        svg.append("</desc>");
        Scale scale = scale();
        axis(svg, scale);
        if (kind == Kind.BARS) bars(svg, scale);
        else lines(svg, scale);
        limit(svg, scale);
        labels(svg);
        hints(svg);
        return svg.append("</svg>").toString();
    }

    private Scale scale() {
        double highest = series.stream().mapToDouble(Series::highest).max().orElse(0);
        double shown = limit == null ? highest : Math.max(highest, limit * 1.25);
        return Scale.upTo(shown, unit == Unit.COUNT ? 1 : 0.025);
    }

    private static void axis(StringBuilder svg, Scale scale) {
        for (double tick : scale.ticks()) {
            String y = number(y(tick, scale));
            svg.append("<line class=\"axis\" x1=\"").append(LEFT).append("\" x2=\"").append(WIDTH - RIGHT);
            svg.append("\" y1=\"").append(y).append("\" y2=\"").append(y).append("\"/>");
        }
    }

    private void bars(StringBuilder svg, Scale scale) {
        double slot = slot();
        double width = slot * FILLED / series.size();
        for (int period = 0; period < periods.size(); period++)
            for (int i = 0; i < series.size(); i++) {
                double value = series.get(i).values().get(period);
                if (Double.isNaN(value) || value <= 0) continue;
                double x = LEFT + slot * period + slot * (1 - FILLED) / 2 + width * i;
                double y = y(value, scale);
                svg.append("<rect class=\"").append(series.get(i).ink().bar());
                box(svg, x, y, Math.max(width * 0.9, 0.8), HEIGHT - BOTTOM - y);
                svg.append("/>");
            }
    }

    private static void box(StringBuilder svg, double x, double y, double width, double height) {
        svg.append("\" x=\"").append(number(x)).append("\" y=\"").append(number(y));
        svg.append("\" width=\"").append(number(width)).append("\" height=\"").append(number(height));
        svg.append('"');
    }

    private void lines(StringBuilder svg, Scale scale) {
        for (Series one : series) {
            var path = new StringBuilder();
            for (int period = 0; period < periods.size(); period++) {
                if (isMissing(one, period)) continue;
                boolean starts = isMissing(one, period - 1);
                path.append(starts ? "M" : "L").append(number(middle(period))).append(' ');
                path.append(number(y(one.values().get(period), scale)));
                // a point alone is seen as the round end of a line without length
                if (starts && isMissing(one, period + 1)) path.append("h0");
            }
            if (path.isEmpty()) continue;
            svg.append("<path class=\"").append(one.ink().line());
            svg.append("\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"");
            svg.append(path).append("\"/>");
        }
    }

    private boolean isMissing(Series one, int period) {
        return period < 0
                || period >= periods.size()
                || Double.isNaN(one.values().get(period));
    }

    private void limit(StringBuilder svg, Scale scale) {
        if (limit == null) return;
        String y = number(y(limit, scale));
        svg.append("<line class=\"limit\" stroke-dasharray=\"5 4\" x1=\"").append(LEFT);
        svg.append("\" x2=\"").append(WIDTH - RIGHT).append("\" y1=\"").append(y);
        svg.append("\" y2=\"").append(y).append("\"/>");
    }

    /// The ticks, and some of the periods at the same distance from each other.
    private void labels(StringBuilder svg) {
        Scale scale = scale();
        for (double tick : scale.ticks()) {
            svg.append("<text text-anchor=\"end\" x=\"").append(LEFT - 7).append("\" y=\"");
            svg.append(number(y(tick, scale) + 4)).append("\">");
            svg.append(text(unit.onAxis(tick))).append("</text>");
        }
        int every = Math.max(1, (int) Math.ceil((double) periods.size() / MOST_LABELS));
        for (int period = periods.size() - 1 - every / 2; period >= 0; period -= every) {
            svg.append("<text text-anchor=\"middle\" x=\"").append(number(middle(period)));
            svg.append("\" y=\"").append(HEIGHT - 7).append("\">");
            svg.append(text(periods.get(period))).append("</text>");
        }
    }

    /// What a period holds, for whoever points at it.
    private void hints(StringBuilder svg) {
        for (int period = 0; period < periods.size(); period++) {
            int place = period;
            String said = series.stream()
                    .map(one -> one.name() + " " + value(one, place))
                    .collect(Collectors.joining(", "));
            svg.append("<rect fill=\"none\" pointer-events=\"all");
            box(svg, LEFT + slot() * period, TOP, slot(), HEIGHT - BOTTOM - TOP);
            svg.append("><title>").append(text(periods.get(period) + ": " + said)).append("</title></rect>");
        }
    }

    private double slot() {
        return (double) (WIDTH - LEFT - RIGHT) / Math.max(1, periods.size());
    }

    private double middle(int period) {
        return LEFT + slot() * (period + 0.5);
    }

    private static double y(double value, Scale scale) {
        return TOP + (HEIGHT - BOTTOM - TOP) * (1 - value / scale.top());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
