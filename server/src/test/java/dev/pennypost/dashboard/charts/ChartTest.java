package dev.pennypost.dashboard.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
    private static final double NOTHING = Double.NaN;

    private static Document drawn(Chart chart) {
        return Jsoup.parse(chart.svg(), "", Parser.xmlParser());
    }

    private static Chart chart(Chart.Kind kind, Unit unit, @Nullable Double limit, Series... series) {
        return new Chart(
                "c",
                kind,
                unit,
                "<b>Sent</b>",
                "Few & far",
                List.of("1 Jan", "2 Jan", "3 Jan"),
                List.of(series),
                limit);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, 1", "3, 1, 1, 3", "7, 1, 2, 4", "100, 1, 25, 4", "101, 1, 50, 3", "12345, 1, 5000, 3"})
    void countsInRoundSteps(double highest, double least, double step, int steps) {
        assertThat(Scale.upTo(highest, least)).isEqualTo(new Scale(step, steps));
    }

    @Test
    void countsSmallRatesInSmallSteps() {
        assertThat(Scale.upTo(0.125, 0.025).top()).isBetween(0.125, 0.2);
        assertThat(Scale.upTo(0, 0.025).top()).isPositive();
    }

    @Test
    void drawsABarForWhatHappened() {
        Document svg = drawn(chart(
                Chart.Kind.BARS,
                Unit.COUNT,
                null,
                new Series("Sent", Ink.SECOND, List.of(10.0, 0.0, 4.0)),
                new Series("Delivered", Ink.FIRST, List.of(8.0, 0.0, 4.0))));
        assertThat(svg.select("rect.bar-2")).hasSize(2);
        assertThat(svg.select("rect.bar-1")).hasSize(2);
        double tall = Double.parseDouble(svg.expectFirst("rect.bar-2").attr("height"));
        double less = Double.parseDouble(svg.expectFirst("rect.bar-1").attr("height"));
        assertThat(less / tall).isBetween(0.79, 0.81);
        assertThat(svg.expectFirst("rect > title").text()).isEqualTo("1 Jan: Sent 10, Delivered 8");
    }

    @Test
    void breaksALineWhereThereIsNothingToTell() {
        Document svg = drawn(
                chart(Chart.Kind.LINES, Unit.PER_CENT, 4.0, new Series("Rate", Ink.WAIT, List.of(1.0, NOTHING, 2.5))));
        assertThat(svg.select("path.line-wait")
                        .attr("d")
                        .chars()
                        .filter(c -> c == 'M')
                        .count())
                .isEqualTo(2);
        assertThat(svg.select("line.limit")).hasSize(1);
        assertThat(svg.select("rect > title").eachText()).contains("2 Jan: Rate –", "3 Jan: Rate 2.50 %");
    }

    @Test
    void saysInWordsWhatItShows() {
        Document svg =
                drawn(chart(Chart.Kind.BARS, Unit.COUNT, null, new Series("Sent", Ink.FIRST, List.of(0.0, 0.0, 0.0))));
        assertThat(svg.select("svg").attr("aria-labelledby")).isEqualTo("c-title c-desc");
        assertThat(svg.select("#c-title").text()).isEqualTo("<b>Sent</b>");
        assertThat(svg.select("#c-desc").text()).isEqualTo("Few & far");
        assertThat(svg.select("b")).isEmpty();
        assertThat(svg.select("[style]")).isEmpty();
    }

    @Test
    void writesLargeFiguresShort() {
        assertThat(Unit.COUNT.onAxis(2_500_000)).isEqualTo("2.5M");
        assertThat(Unit.COUNT.onAxis(20_000)).isEqualTo("20k");
        assertThat(Unit.COUNT.onAxis(2_500)).isEqualTo("2,500");
        assertThat(Unit.PER_CENT.onAxis(0.05)).isEqualTo("0.05 %");
        assertThat(Unit.PER_CENT.onAxis(10)).isEqualTo("10 %");
    }
}
