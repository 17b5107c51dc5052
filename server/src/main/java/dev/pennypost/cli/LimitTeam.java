package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.teams.TeamLimits;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pennypost team limits`: says how much a team may do, and changes what is typed.
@Command(
        name = "limits",
        description = "Show how much a team may do, after changing what is given.",
        footer = "%nRunning servers go by it within three seconds.")
final class LimitTeam implements Callable<Integer> {
    private static final String NONE = "none";
    private static final String DEFAULT = "default";

    private final Surroundings around;

    @Option(
            names = "--requests-per-second",
            paramLabel = "N",
            converter = Conversions.Requests.class,
            description = "API requests; 0 for no limit, `default` for what the settings say.")
    private @Nullable Long requestsPerSecond;

    @Option(
            names = "--emails-per-day",
            paramLabel = "N",
            converter = Conversions.Emails.class,
            description = "Recipients a day of UTC; `none` for no limit.")
    private @Nullable Long emailsPerDay;

    @Option(
            names = "--emails-per-month",
            paramLabel = "N",
            converter = Conversions.Emails.class,
            description = "Recipients a month; `none` for no limit.")
    private @Nullable Long emailsPerMonth;

    @Mixin
    private OfTeam of = new OfTeam();

    LimitTeam(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = of.settings(around, "team limits");
        TeamLimits limits = around.launcher().limitTeam(settings, of.team(), this::changed);
        print("requests per second", limits.requestsPerSecond(), DEFAULT);
        print("emails per day", limits.emailsPerDay(), NONE);
        print("emails per month", limits.emailsPerMonth(), NONE);
        return CommandLine.ExitCode.OK;
    }

    private TeamLimits changed(TeamLimits now) {
        var requests =
                now.requestsPerSecond() == null ? null : now.requestsPerSecond().longValue();
        var wanted = chosen(requestsPerSecond, requests);
        return new TeamLimits(
                wanted == null ? null : Math.toIntExact(wanted),
                chosen(emailsPerDay, now.emailsPerDay()),
                chosen(emailsPerMonth, now.emailsPerMonth()));
    }

    /// What is not typed stays.
    private static @Nullable Long chosen(@Nullable Long typed, @Nullable Long now) {
        if (typed == null) return now;
        return typed == Conversions.NO_LIMIT ? null : typed;
    }

    private void print(String what, @Nullable Number limit, String otherwise) {
        around.out().println(what + ": " + (limit == null ? otherwise : limit));
    }
}
