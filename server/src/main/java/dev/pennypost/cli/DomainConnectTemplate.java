package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.config.CannotStart;
import dev.pennypost.domains.connect.Onboarding;
import dev.pennypost.domains.connect.SigningPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pennypost domain-connect template`: what DNS hosts ask for before they publish records by themselves.
@Command(name = "template", description = "Print the template for DNS hosts, or write all that they ask for.")
final class DomainConnectTemplate implements Callable<Integer> {
    private final Surroundings around;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings, as TOML; environment variables win.")
    private @Nullable Path file;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write template, public key and instructions there; make the key when it is missing.")
    private @Nullable Path out;

    DomainConnectTemplate(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        var sources = around.settings();
        if (file != null) sources.file(file);
        Settings settings = sources.load().settings();
        if (!settings.domainConnect().isOn())
            throw new CannotStart("set domain-connect.provider-id to the domain name DNS hosts are to know you by");
        var onboarding = new Onboarding(settings.domainConnect(), settings.domains());
        if (out == null) around.out().print(onboarding.template());
        else write(out, onboarding.files(pair(settings)));
        onboarding.objections().forEach(objection -> around.err().println("pennypost: " + objection));
        return CommandLine.ExitCode.OK;
    }

    private static SigningPair pair(Settings settings) {
        return SigningPair.loadOrMake(settings.domainConnect().keyFile(settings.dataDir()), new SecureRandom());
    }

    private void write(Path folder, Map<String, String> files) throws IOException {
        Files.createDirectories(folder);
        for (var entry : files.entrySet()) {
            Path written = Files.writeString(folder.resolve(entry.getKey()), entry.getValue());
            around.out().println(written);
        }
    }
}
