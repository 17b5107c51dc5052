package dev.pennypost.logging;

import dev.pennypost.config.Key;

/// Settings of the log.
public record LogConfig(
        @Key(
                value =
                        "`text`: a readable line per record. `json`: a JSON object per line. `auto`: `json` for `serve` away from a terminal, else `text`.",
                or = "auto")
        LogFormat format,

        @Key(value = "The least severe level that is logged. `debug` also lets libraries speak.", or = "info")
        LogLevel level) {}
