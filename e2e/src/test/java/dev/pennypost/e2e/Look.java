package dev.pennypost.e2e;

import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;

/// A screen that pages are looked at on.
enum Look {
    WIDE_LIGHT(1280, 800, ColorScheme.LIGHT),
    WIDE_DARK(1280, 800, ColorScheme.DARK),
    PHONE_LIGHT(375, 700, ColorScheme.LIGHT),
    PHONE_DARK(375, 700, ColorScheme.DARK);

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    Look(int width, int height, ColorScheme scheme) {
        this.width = width;
        this.height = height;
        this.scheme = scheme;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    ColorScheme scheme() {
        return scheme;
    }

    String suffix() {
        return width + "-" + scheme.name().toLowerCase(Locale.ROOT);
    }
}
