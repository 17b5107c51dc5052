package dev.pennypost.domains.share;

import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.RecordStatus;
import dev.pennypost.domains.connect.DomainConnect;
import dev.pennypost.domains.connect.Offer;
import dev.pennypost.domains.provider.Provider;
import dev.pennypost.domains.provider.Providers;
import dev.pennypost.secrets.Seal;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Makes links to a domain's records, and answers those who follow them.
public final class Shares {
    public static final Duration SHORTEST = Duration.ofMinutes(5);
    public static final Duration USUAL = Duration.ofDays(7);
    public static final Duration LONGEST = Duration.ofDays(30);

    /// A look at DNS answers everybody who asks for one this soon after it.
    private static final Duration FRESH = Duration.ofSeconds(10);
    /// How old the last look may be when somebody opens the page of a domain that is not verified.
    private static final Duration STALE = Duration.ofSeconds(30);

    private final Domains domains;
    private final Providers providers;
    private final DomainConnect connect;
    private final Seal seal;
    private final InstantSource clock;
    private final Set<DomainId> looking = ConcurrentHashMap.newKeySet();

    public Shares(Domains domains, Providers providers, DomainConnect connect, Seal seal, InstantSource clock) {
        this.domains = domains;
        this.providers = providers;
        this.connect = connect;
        this.seal = seal;
        this.clock = clock;
    }

    /// Makes a link; empty when the team has no such domain.
    ///
    /// @param validFor from [#SHORTEST] to [#LONGEST]
    public Optional<Share> create(TeamId team, DomainId id, Duration validFor) {
        Instant end = clock.instant().plus(validFor).truncatedTo(ChronoUnit.SECONDS);
        return domains.shared(team, id, end).map(_ -> new Share(new ShareToken(team, id, end).sealed(seal), end));
    }

    /// What a link shows, after a look at DNS where the last one is not recent; empty when the link is not ours, has
    /// ended, or its domain is gone.
    public Optional<Shared> open(String token) {
        return valid(token)
                .flatMap(link -> domains.get(link.team(), link.domain())
                        .map(domain -> isVerified(domain) ? domain : look(domain, STALE))
                        .map(domain -> shared(domain, link)));
    }

    /// Has DNS looked at now, unless that was done a moment ago; empty as for [#open].
    public Optional<Domain> check(String token) {
        return valid(token)
                .flatMap(link -> domains.get(link.team(), link.domain()))
                .map(domain -> look(domain, FRESH));
    }

    private Optional<ShareToken> valid(String token) {
        return ShareToken.open(token, seal).filter(link -> clock.instant().isBefore(link.expiresAt()));
    }

    private Domain look(Domain domain, Duration age) {
        Instant last = domain.checks().checkedAt();
        boolean recent = last != null && clock.instant().isBefore(last.plus(age));
        if (recent || !looking.add(domain.id())) return domain;
        try {
            return domains.look(domain.team(), domain.id()).orElse(domain);
        } finally {
            looking.remove(domain.id());
        }
    }

    private Shared shared(Domain domain, ShareToken link) {
        var provider = providers.of(domain.dns().nameServers()).orElse(Provider.UNKNOWN);
        return new Shared(domain, provider, offer(domain), clock.instant(), link.expiresAt());
    }

    private Offer offer(Domain domain) {
        var open = domain.records().stream()
                .filter(record -> record.status() != RecordStatus.VERIFIED)
                .map(DomainRecord::planned)
                .toList();
        return connect.offer(domain.name(), domain.zone(), open);
    }

    private static boolean isVerified(Domain domain) {
        return domain.records().stream()
                .allMatch(record -> record.status() == RecordStatus.VERIFIED
                        || !record.planned().purpose().isRequired());
    }
}
