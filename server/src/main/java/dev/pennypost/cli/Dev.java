package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.config.CannotStart;
import dev.pennypost.config.Config;
import dev.pennypost.config.HostPort;
import dev.pennypost.logging.LogFormat;
import dev.pennypost.logging.Logging;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `pennypost dev`: the sandbox, on loopback, where nothing ever leaves the machine.
@Command(name = "dev", description = "Run the sandbox on this machine: nothing ever leaves it.")
final class Dev implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger(Dev.class.getName());
    private static final String LOOPBACK = "127.0.0.1:";

    private final Surroundings around;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", description = "Keep everything in this folder (default: ./data).")
    private @Nullable Path data;

    @Option(
            names = "--http-port",
            paramLabel = "N",
            defaultValue = "3460",
            description = PORT + "API and dashboard" + DEFAULT)
    private int httpPort;

    @Option(names = "--smtp-port", paramLabel = "N", defaultValue = "3461", description = PORT + "SMTP" + DEFAULT)
    private int smtpPort;

    @Option(
            names = "--submission-port",
            paramLabel = "N",
            defaultValue = "2587",
            description = PORT + "message submission with an API key" + DEFAULT)
    private int submissionPort;

    @Option(
            names = "--dns-port",
            paramLabel = "N",
            defaultValue = "3462",
            description = PORT + "the sandbox's DNS" + DEFAULT)
    private int dnsPort;

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description = "Write addresses and API key here, as JSON, when it serves.")
    private @Nullable Path readyFile;

    @Option(names = "--open", description = "Open the dashboard in the browser.")
    private boolean open;

    @Option(
            names = "--deliver-to",
            paramLabel = "HOST:PORT",
            converter = Conversions.Address.class,
            description = "Hand all mail to this loopback SMTP server instead of the sandbox's mailbox.")
    private @Nullable HostPort deliverTo;

    private static final String PORT = "Port of ";
    private static final String DEFAULT = "; 0 for any free one (default: ${DEFAULT-VALUE}).";

    Dev(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws Exception {
        checkPort("--http-port", httpPort);
        checkPort("--smtp-port", smtpPort);
        checkPort("--submission-port", submissionPort);
        checkPort("--dns-port", dnsPort);
        checkLoopback(deliverTo);
        Config<Settings> config = configuration();
        Settings settings = config.settings();
        Logging.start(settings.log(), LogFormat.TEXT, around.err());
        config.overruled().forEach(name -> LOG.log(System.Logger.Level.WARNING, "dev ignores {0}", name));
        settings.delivery()
                .leadingOut()
                .forEach(domain ->
                        LOG.log(System.Logger.Level.WARNING, "dev ignores delivery.transport of {0}", domain));
        if (readyFile != null) forget(readyFile);
        var sandbox = new Sandbox(smtpPort, dnsPort, deliverTo);
        new Lifetime(Runtime.getRuntime()).run(() -> around.launcher().dev(settings, sandbox), this::announce);
        return CommandLine.ExitCode.OK;
    }

    private Config<Settings> configuration() {
        var sources = around.settings()
                .prefer("admin.listen", LOOPBACK + 0, "dev")
                .prefer("http.requests-per-second", "0", "dev")
                .prefer("emails.private-addresses", "true", "dev")
                .prefer("webhooks.private-addresses", "true", "dev")
                .prefer("upstreams.private-addresses", "true", "dev")
                .prefer("upstreams.plain-http", "true", "dev")
                .require("http.listen", LOOPBACK + httpPort, "dev --http-port")
                .require("submission.listen", LOOPBACK + submissionPort, "dev --submission-port")
                .require("submission.implicit-tls-listen", "", "dev")
                .require("return-path.listen", LOOPBACK + 0, "dev")
                .require("storage.url", "", "dev")
                .require("storage.user", "", "dev")
                .require("storage.password", "", "dev");
        if (data != null) sources.require("data-dir", data.toString(), "dev --data");
        return sources.load();
    }

    private void checkPort(String option, int port) {
        if (port < 0 || port > 65535) throw unusable(option + " must be between 0 and 65535, not " + port);
    }

    /// Nothing leaves the machine, whatever is typed.
    private void checkLoopback(@Nullable HostPort target) {
        if (target == null) return;
        try {
            if (InetAddress.getByName(target.host()).isLoopbackAddress()) return;
        } catch (UnknownHostException unknown) {
            // not loopback either
        }
        throw unusable("--deliver-to must be on this machine (127.0.0.1, ::1 or localhost), not " + target.host());
    }

    private CommandLine.ParameterException unusable(String message) {
        if (spec == null) throw new IllegalStateException("picocli sets the spec before it calls");
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    /// A file of the last run must not be taken for this one's.
    private static void forget(Path readyFile) {
        try {
            Files.deleteIfExists(readyFile);
        } catch (IOException stays) {
            throw new CannotStart("cannot replace " + readyFile + ": " + stays.getMessage(), stays);
        }
    }

    private void announce(Serving serving) {
        Ready ready = serving.ready();
        if (readyFile != null) write(ready, readyFile);
        around.out().printf("Pennypost is running. Nothing leaves this machine.%n%n%s%n", ready.table());
        if (open) Browser.open(ready.dashboardUrl());
    }

    private static void write(Ready ready, Path readyFile) {
        try {
            ready.writeTo(readyFile, ProcessHandle.current().pid());
        } catch (IOException unwritable) {
            throw new CannotStart("cannot write " + readyFile + ": " + unwritable.getMessage(), unwritable);
        }
    }
}
