package dev.pennypost.cli;

import java.io.IOException;
import java.util.Locale;

/// The user's web browser.
final class Browser {
    private static final System.Logger LOG = System.getLogger(Browser.class.getName());

    private Browser() {}

    /// Shows a page, where there is a browser; otherwise the address in the table has to do.
    static void open(String url) {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        try {
            new ProcessBuilder(mac ? "open" : "xdg-open", url)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException none) {
            LOG.log(System.Logger.Level.WARNING, "no browser to open: {0}", none.getMessage());
        }
    }
}
