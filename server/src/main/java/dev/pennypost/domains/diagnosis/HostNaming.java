package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.provider.Provider;
import dev.pennypost.domains.provider.Providers;

/// Adds to examinations who runs the zone's name servers.
public record HostNaming(Examiner examiner, Providers providers) implements Examiner {
    @Override
    public Examination examine(Subject subject) {
        var seen = examiner.examine(subject);
        String host = providers.of(seen.nameServers()).map(Provider::name).orElse(seen.provider());
        return new Examination(seen.zone(), seen.nameServers(), host, seen.findings(), seen.records());
    }
}
