package dev.pennypost.dashboard.domains;

import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.provider.Provider;
import dev.pennypost.domains.provider.Providers;
import java.util.Optional;
import java.util.function.Function;

/// The domain that an address names, and who hosts its DNS.
record Known(Domains domains, Providers providers) {
    /// Answers for the domain, when the team has it.
    Answer with(Visit visit, Function<Domain, Answer> answer) {
        return find(visit).map(answer).orElseGet(Answer::missing);
    }

    Optional<Domain> find(Visit visit) {
        return id(visit).flatMap(id -> domains.get(visit.team(), id));
    }

    static Optional<DomainId> id(Visit visit) {
        return visit.id("id").map(DomainId::new);
    }

    Provider provider(Domain domain) {
        return providers.of(domain.dns().nameServers()).orElse(Provider.UNKNOWN);
    }
}
