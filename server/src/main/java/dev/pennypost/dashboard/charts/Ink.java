package dev.pennypost.dashboard.charts;

/// What something is drawn with: colours of the stylesheet, which differ between light and dark.
public enum Ink {
    FIRST("1", ""),
    SECOND("2", "two"),
    WAIT("wait", "wait"),
    BAD("bad", "bad");

    private final String name;
    private final String legend;

    Ink(String name, String legend) {
        this.name = name;
        this.legend = legend;
    }

    /// The class of a bar.
    String bar() {
        return "bar-" + name;
    }

    /// The class of a line.
    String line() {
        return "line-" + name;
    }

    /// The class of a legend's mark.
    public String legend() {
        return legend;
    }
}
