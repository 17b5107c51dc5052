package dev.pennypost.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `pennypost queue`: looks at the queue of a running server and works on it.
@Command(name = "queue", description = "The queue of a running server.", synopsisSubcommandLabel = "COMMAND")
final class QueueCommands {
    private QueueCommands() {}

    static CommandLine of(Surroundings around) {
        return new CommandLine(new QueueCommands())
                .addSubcommand(new Show(around))
                .addSubcommand(new ListDeliveries(around))
                .addSubcommand(new Pause(around))
                .addSubcommand(new Resume(around))
                .addSubcommand(new Flush(around))
                .addSubcommand(new Requeue(around))
                .addSubcommand(new Cancel(around))
                .addSubcommand(new Holds(around))
                .addSubcommand(new Sites(around));
    }

    /// `queue show`.
    @Command(name = "show", description = "The queue in numbers.")
    private static final class Show extends Operating {
        Show(Surroundings around) {
            super(around, "queue");
        }

        @Override
        void run(Operators operators) {
            JsonNode queue = operators.get("/queue", Map.of());
            var states = new Table("STATE", "DELIVERIES");
            queue.path("states")
                    .propertyStream()
                    .forEach(one -> states.row(one.getKey(), one.getValue().asString()));
            print(states);
            say("");
            var reasons = new Table("WAITS BECAUSE", "DELIVERIES");
            queue.path("wait_reasons")
                    .propertyStream()
                    .forEach(one -> reasons.row(one.getKey(), one.getValue().asString()));
            print(reasons);
            say("");
            say("oldest due: " + text(queue, "oldest_due"));
            say("pauses: " + text(queue, "holds"));
            say("");
            sites(queue.path("sites"));
        }
    }

    /// `queue list`.
    @Command(name = "list", description = "Deliveries, the newest first; those not settled unless --state says.")
    private static final class ListDeliveries extends Operating {
        @Mixin
        private Chosen chosen = new Chosen();

        @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
        private int limit = 50;

        @Option(names = "--after", paramLabel = "ID", description = "Those that follow this one.")
        private @Nullable String after;

        ListDeliveries(Surroundings around) {
            super(around, "queue");
        }

        @Override
        void run(Operators operators) {
            var query = new LinkedHashMap<>(chosen.selectors());
            query.put("limit", Integer.toString(limit));
            if (after != null) query.put("after", after);
            JsonNode page = operators.get("/queue/deliveries", query);
            var table = new Table(
                    "ID",
                    "TO",
                    "STATE",
                    "WAITS BECAUSE",
                    "NEXT ATTEMPT",
                    "ATTEMPTS",
                    "SITE",
                    "CATEGORY",
                    "RULE",
                    "LAST REPLY");
            for (JsonNode one : page.path("data"))
                table.row(
                        text(one, "id"),
                        text(one, "to"),
                        text(one, "state"),
                        text(one, "wait_reason"),
                        text(one, "next_attempt_at"),
                        text(one, "attempts"),
                        text(one, "site"),
                        text(one, "last_category"),
                        text(one, "last_rule"),
                        text(one, "last_reply"));
            print(table);
            if (page.path("has_more").asBoolean()) say("more follow: --after " + last(page));
        }

        private static String last(JsonNode page) {
            JsonNode data = page.path("data");
            return text(data.path(data.size() - 1), "id");
        }
    }

    /// What commands have in common that do something to deliveries.
    private abstract static class Acting extends Operating {
        private final String path;
        private final String done;

        @Mixin
        private Chosen chosen = new Chosen();

        @Option(names = "--dry-run", description = "Say how many, and change nothing.")
        private boolean dryRun;

        Acting(Surroundings around, String path, String done) {
            super(around, "queue");
            this.path = path;
            this.done = done;
        }

        /// What is said beside which deliveries are meant.
        Map<String, String> more() {
            return Map.of();
        }

        /// What to say when it was done.
        String said(JsonNode answer) {
            return counted(done, answer);
        }

        @Override
        final void run(Operators operators) {
            var body = new LinkedHashMap<String, Object>(chosen.selectors());
            body.putAll(more());
            if (dryRun) body.put("dry_run", true);
            JsonNode answer = operators.post(path, body);
            say(dryRun ? counted("would be " + done, answer) : said(answer));
        }

        private static String counted(String how, JsonNode answer) {
            long underWay = answer.path("under_way").asLong(0);
            String deliveries = how + ": " + text(answer, "deliveries");
            return underWay == 0 ? deliveries : deliveries + " (" + underWay + " in memory or being attempted)";
        }
    }

    /// `queue pause`.
    @Command(
            name = "pause",
            description = "Keep what fits from being attempted, until it is resumed. Say one of --site, --team,"
                    + " --domain, --to-domain, --email.")
    private static final class Pause extends Acting {
        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for those who wonder.")
        private String reason = "";

        Pause(Surroundings around) {
            super(around, "/queue/pause", "paused");
        }

        @Override
        Map<String, String> more() {
            return Map.of("reason", reason);
        }

        @Override
        String said(JsonNode answer) {
            return "paused; resume with: ./pennypost queue resume --id " + text(answer.path("hold"), "id");
        }
    }

    /// `queue resume`.
    @Command(name = "resume", description = "End a pause, by its --id or by what it keeps.")
    private static final class Resume extends Acting {
        @Option(names = "--id", paramLabel = "ID", description = "The pause; see `queue holds`.")
        private @Nullable String id;

        Resume(Surroundings around) {
            super(around, "/queue/resume", "let go on");
        }

        @Override
        Map<String, String> more() {
            return id == null ? Map.of() : Map.of("id", id);
        }
    }

    /// `queue flush`.
    @Command(
            name = "flush",
            description = "Attempt deferred deliveries now. With --site, also ends the suspension of the site.")
    private static final class Flush extends Acting {
        Flush(Surroundings around) {
            super(around, "/queue/flush", "due now");
        }
    }

    /// `queue requeue`.
    @Command(
            name = "requeue",
            description = "Try deliveries anew: deferred, held, bounced and canceled ones; failed ones with"
                    + " --state failed.")
    private static final class Requeue extends Acting {
        Requeue(Surroundings around) {
            super(around, "/queue/requeue", "requeued");
        }
    }

    /// `queue cancel`.
    @Command(name = "cancel", description = "End deliveries that wait; attempts under way go on.")
    private static final class Cancel extends Acting {
        Cancel(Surroundings around) {
            super(around, "/queue/cancel", "canceled");
        }
    }

    /// `queue holds`.
    @Command(name = "holds", description = "What is paused.")
    private static final class Holds extends Operating {
        Holds(Surroundings around) {
            super(around, "queue");
        }

        @Override
        void run(Operators operators) {
            var table = new Table("ID", "KIND", "VALUE", "SINCE", "REASON");
            for (JsonNode one : operators.get("/queue/holds", Map.of()).path("data"))
                table.row(
                        text(one, "id"),
                        text(one, "kind"),
                        text(one, "value"),
                        text(one, "created_at"),
                        text(one, "reason"));
            print(table);
        }
    }

    /// `queue sites`.
    @Command(name = "sites", description = "The sites this server has to do with.")
    private static final class Sites extends Operating {
        Sites(Surroundings around) {
            super(around, "queue");
        }

        @Override
        void run(Operators operators) {
            sites(operators.get("/sites", Map.of()).path("data"));
        }
    }
}
