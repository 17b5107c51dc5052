package dev.pennypost.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pennypost sites`: looks at the sites of a running server, suspends them and ends that.
final class SiteCommands {
    private static final String SITES = "sites";

    private SiteCommands() {}

    static CommandLine of(Surroundings around) {
        return new CommandLine(new ListSites(around))
                .addSubcommand(new Suspend(around))
                .addSubcommand(new Resume(around));
    }

    /// `sites`.
    @Command(
            name = SITES,
            description = "The sites a running server has to do with: what they may be asked, how they stand, and"
                    + " suspensions.")
    private static final class ListSites extends Operating {
        ListSites(Surroundings around) {
            super(around, SITES);
        }

        @Override
        void run(Operators operators) {
            sites(operators.get("/sites", Map.of()).path("data"));
        }
    }

    /// `sites suspend`.
    @Command(
            name = "suspend",
            description = "Ask nothing of a site for a while, on every node. A longer suspension stays.")
    private static final class Suspend extends Operating {
        @Parameters(paramLabel = "SITE", description = "As `sites` shows it.")
        private String site = "";

        @Option(
                names = "--for",
                paramLabel = "TIME",
                defaultValue = "1h",
                converter = Conversions.Time.class,
                description = "How long, such as 30m, 2h or 3d; 30d at most (default: ${DEFAULT-VALUE}).")
        private Duration lasting = Duration.ofHours(1);

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who wonder.")
        private @Nullable String reason;

        Suspend(Surroundings around) {
            super(around, SITES);
        }

        @Override
        void run(Operators operators) {
            var body = new LinkedHashMap<String, Object>();
            body.put("minutes", lasting.toMinutes());
            if (reason != null) body.put("reason", reason);
            var answer = operators.post(path(site, "suspend"), body);
            say(text(answer, "site") + " is asked nothing until " + text(answer, "until"));
        }
    }

    /// `sites resume`.
    @Command(name = "resume", description = "End the suspensions of a site, on every node.")
    private static final class Resume extends Operating {
        @Parameters(paramLabel = "SITE", description = "As `sites` shows it.")
        private String site = "";

        Resume(Surroundings around) {
            super(around, SITES);
        }

        @Override
        void run(Operators operators) {
            say(text(operators.post(path(site, "forgive"), Map.of()), "site") + " may be asked again");
        }
    }

    private static String path(String site, String verb) {
        return "/sites/" + URLEncoder.encode(site, StandardCharsets.UTF_8).replace("+", "%20") + "/" + verb;
    }
}
