package dev.pennypost.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which deliveries a command is about, as typed.
final class Chosen {
    @Option(names = "--site", paramLabel = "NAME", description = "Those that go to this site; see `queue sites`.")
    private @Nullable String site;

    @Option(names = "--team", paramLabel = "ID", description = "Those of this team.")
    private @Nullable String team;

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Those sent from this domain (name or id).")
    private @Nullable String domain;

    @Option(names = "--to", paramLabel = "ADDRESS", description = "Those to this recipient.")
    private @Nullable String to;

    @Option(names = "--to-domain", paramLabel = "DOMAIN", description = "Those to recipients in this domain.")
    private @Nullable String toDomain;

    @Option(names = "--email", paramLabel = "ID", description = "Those of this email.")
    private @Nullable String email;

    @Option(names = "--state", paramLabel = "STATE", description = "Those in this state; several with commas.")
    private @Nullable String state;

    /// As the operators' listener names them.
    Map<String, String> selectors() {
        var selectors = new LinkedHashMap<String, String>();
        put(selectors, "site", site);
        put(selectors, "team", team);
        put(selectors, "domain", domain);
        put(selectors, "recipient", to);
        put(selectors, "recipient_domain", toDomain);
        put(selectors, "email", email);
        put(selectors, "state", state);
        return selectors;
    }

    private static void put(Map<String, String> selectors, String name, @Nullable String value) {
        if (value != null) selectors.put(name, value);
    }
}
