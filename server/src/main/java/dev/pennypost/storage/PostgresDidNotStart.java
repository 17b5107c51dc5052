package dev.pennypost.storage;

import java.util.List;

/// The embedded server could not be set up or started; the message ends with the last lines it wrote itself.
public final class PostgresDidNotStart extends RuntimeException {
    PostgresDidNotStart(String why) {
        super(why);
    }

    PostgresDidNotStart(String why, List<String> itsLastLines) {
        super(itsLastLines.isEmpty() ? why : why + ". Its last lines:\n  " + String.join("\n  ", itsLastLines));
    }
}
