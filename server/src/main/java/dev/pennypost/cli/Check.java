package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.config.HostPort;
import dev.pennypost.domains.Region;
import dev.pennypost.domains.diagnosis.DomainSurvey;
import dev.pennypost.domains.diagnosis.Surveyor.Question;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `pennypost check`: what DNS says about a domain's mail, what is wrong with it, and what to do.
@Command(
        name = "check",
        description = "Look at the DNS of a domain's mail, and say what is wrong. Needs no server.",
        footer = "%nEnds with 0 when all is well, 1 when there are problems, 2 when DNS could not tell.")
final class Check implements Callable<Integer> {
    private static final String LOCAL = "localhost";

    private final Surroundings around;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "DOMAIN", description = "The domain that mail is sent from.")
    @SuppressWarnings("NullAway.Init") // picocli insists on it
    private String domain;

    @Option(
            names = "--resolver",
            paramLabel = "HOST:PORT",
            converter = Conversions.Address.class,
            description = "Ask this DNS server, and no other.")
    private @Nullable HostPort resolver;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--selector",
            paramLabel = "NAME",
            description = "Look for a DKIM key at this selector; may be repeated. Common ones are tried anyway.")
    private List<String> selectors = new ArrayList<>();

    @Option(
            names = "--return-path",
            paramLabel = "LABEL",
            defaultValue = "send",
            description = "The label of the return path below the domain. Default: ${DEFAULT-VALUE}")
    private String returnPath = "send";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of a server, as TOML: its host names are then expected in the records.")
    private @Nullable Path file;

    Check(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = settings();
        var question = question(settings);
        DomainSurvey survey = around.launcher().surveyor(settings).survey(question);
        if (json) around.out().println(SurveyJson.of(survey));
        else new SurveyPrint(around.out(), colours()).print(survey);
        return switch (survey.verdict()) {
            case FINE -> CommandLine.ExitCode.OK;
            case PROBLEMS -> Cli.FAILURE;
            case UNCLEAR -> Cli.UNUSABLE;
        };
    }

    /// See <https://no-color.org>.
    private boolean colours() {
        boolean unwanted = !around.environment().getOrDefault("NO_COLOR", "").isEmpty()
                || "dumb".equals(around.environment().get("TERM"));
        return around.onTerminal() && !unwanted;
    }

    private Settings settings() {
        var sources = around.settings();
        if (file != null) sources.file(file);
        if (resolver != null) {
            sources.require("dns.resolvers", resolver.toString(), "--resolver");
            sources.require("dns.ask-name-servers", "false", "--resolver");
        }
        return sources.load().settings();
    }

    private Question question(Settings settings) {
        try {
            DomainName name = DomainName.parse(domain);
            DomainName path = name.child(returnPath);
            for (String selector : selectors) name.child(selector + "._domainkey");
            return new Question(name, selectors, returnPath, expected(settings, path));
        } catch (BadDomainName bad) {
            throw new ParameterException(spec.commandLine(), bad.getMessage(), bad);
        }
    }

    /// Hosts that nobody has configured are nobody's to expect.
    private static List<PlannedRecord> expected(Settings settings, DomainName returnPath) {
        boolean configured = !settings.domains().returnPathHost().endsWith(LOCAL);
        return configured ? settings.domains().returnPathRecords(returnPath, Region.US_EAST_1) : List.of();
    }
}
