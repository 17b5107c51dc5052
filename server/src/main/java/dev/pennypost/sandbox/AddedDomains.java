package dev.pennypost.sandbox;

import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import java.util.List;
import java.util.Optional;

/// What the sandbox asks the product about domains.
interface AddedDomains {
    /// The ids a name was added under: one for each team that has it.
    List<DomainId> ids(DomainName name);

    /// The team's domain of this name.
    Optional<Domain> of(TeamId team, DomainName name);

    static AddedDomains of(Domains domains) {
        return new AddedDomains() {
            @Override
            public List<DomainId> ids(DomainName name) {
                return domains.everyId(name);
            }

            @Override
            public Optional<Domain> of(TeamId team, DomainName name) {
                return domains.sending(team, name).flatMap(known -> domains.get(team, known.id()));
            }
        };
    }
}
