package dev.pennypost.cli;

import dev.pennypost.config.BadConfig;
import dev.pennypost.config.CannotStart;
import java.net.BindException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A failure in the operator's words, for those that are nobody's bug.
record Explanation(String text, int exitCode) {
    /// SQLSTATE classes of a database that is not there or does not let us in: connection exception, invalid
    /// authorisation, no such database, operator intervention (PostgreSQL, appendix A).
    private static final List<String> NO_DATABASE = List.of("08", "28", "3D", "57");

    /// Empty for what only a programmer can mend.
    static Optional<Explanation> of(Throwable failed) {
        for (Throwable cause : causes(failed)) {
            switch (cause) {
                case BadConfig bad -> {
                    return Optional.of(new Explanation(text(bad), Cli.UNUSABLE));
                }
                case CannotStart why -> {
                    return Optional.of(new Explanation(text(why), Cli.FAILURE));
                }
                case BindException taken -> {
                    return Optional.of(new Explanation("cannot listen: " + text(taken), Cli.FAILURE));
                }
                case SQLException refused
                when isNoDatabase(refused) -> {
                    return Optional.of(new Explanation("cannot use the database: " + chain(refused), Cli.FAILURE));
                }
                default -> {
                    // its cause may be a known one
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isNoDatabase(SQLException refused) {
        String state = refused.getSQLState();
        return state != null && state.length() == 5 && NO_DATABASE.contains(state.substring(0, 2));
    }

    private static String chain(SQLException refused) {
        List<Throwable> chain = causes(refused);
        return chain.size() == 1 ? text(refused) : text(refused) + " (" + chain.getLast() + ")";
    }

    private static String text(Throwable thrown) {
        return String.valueOf(thrown.getMessage());
    }

    private static List<Throwable> causes(Throwable thrown) {
        var causes = new ArrayList<Throwable>();
        for (Throwable cause = thrown; cause != null && !causes.contains(cause); cause = cause.getCause())
            causes.add(cause);
        return causes;
    }
}
