package dev.pennypost.cli;

import dev.pennypost.logging.LogFormat;
import dev.pennypost.logging.Logging;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import tools.jackson.databind.JsonNode;

/// A command that finds a running server and asks it.
abstract class Operating implements Callable<Integer> {
    private static final String NONE = "-";

    private final Surroundings around;
    private final String command;

    @ArgGroup
    private Place place = new Place();

    /// @param command what is typed first
    Operating(Surroundings around, String command) {
        this.around = around;
        this.command = command;
    }

    @Override
    public final Integer call() {
        var settings = place.settings(around, command);
        Logging.start(settings.log(), LogFormat.TEXT, around.err());
        run(new Operators(around.launcher().operatorsOf(settings)));
        return CommandLine.ExitCode.OK;
    }

    abstract void run(Operators operators);

    final void say(String line) {
        around.out().println(line);
    }

    final void print(Table table) {
        table.print(around.out());
    }

    final void sites(JsonNode sites) {
        var table = new Table("SITE", "WAITING", "LIMITS", "SOURCE", "STATE", "CONNECTIONS", "SUSPENDED UNTIL", "WHY");
        for (JsonNode site : sites) {
            String limits = limits(site.path("limits"));
            if (site.path("sources").isEmpty())
                table.row(text(site, "name"), text(site, "waiting_in_memory"), limits, NONE, NONE, NONE, NONE, NONE);
            for (JsonNode source : site.path("sources"))
                table.row(
                        text(site, "name"),
                        text(site, "waiting_in_memory"),
                        limits,
                        text(source, "source"),
                        text(source, "state"),
                        text(source, "connections") + " of " + text(source, "most_connections"),
                        text(source, "suspended_until"),
                        text(source, "why"));
        }
        print(table);
    }

    /// As files of rules for sites spell them.
    private static String limits(JsonNode limits) {
        var spelled = new StringBuilder();
        spelled.append("connections=").append(text(limits, "connections"));
        spelled.append(" messages-per-connection=").append(text(limits, "messages_per_connection"));
        for (String rate : new String[] {"messages_per_minute", "connections_per_minute"})
            if (limits.path(rate).asInt(0) > 0)
                spelled.append(' ').append(rate.replace('_', '-')).append('=').append(text(limits, rate));
        if (limits.path("requires_tls").asBoolean(false)) spelled.append(" tls=required");
        return spelled.toString();
    }

    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNull() || value.isMissingNode() ? NONE : value.asString();
    }
}
