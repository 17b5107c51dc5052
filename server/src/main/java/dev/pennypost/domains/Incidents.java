package dev.pennypost.domains;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pennypost.domains.IncidentStore.Open;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The incidents of domains. One closes when the receiver takes the domain's mail a day after it refused it last, or
/// when nobody has refused it for a week.
public final class Incidents {
    /// How long another node may go on not closing an incident that was opened here.
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int MOST_SHOWN = 20;
    private static final int MOST_TEXT = 500;

    private final Database database;
    private final InstantSource clock;
    private final Function<DomainName, Optional<DomainName>> registrable;
    private final IncidentStore store = new IncidentStore();
    private final Cache<TeamId, List<Open>> openOfTeam = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(REMEMBERED)
            .build();

    /// @param registrable the registrable domain of a name, by which a receiver's servers belong together
    Incidents(Database database, Function<DomainName, Optional<DomainName>> registrable, InstantSource clock) {
        this.database = database;
        this.registrable = registrable;
        this.clock = clock;
    }

    /// A receiver said that mail of a domain is not authenticated.
    ///
    /// @param receiver the host name of its server
    public record Failed(
            TeamId team, DomainId domain, AuthenticationFault kind, String receiver, String reply, Instant at) {
        public Failed {
            receiver = receiver.toLowerCase(Locale.ROOT);
            if (reply.length() > MOST_TEXT) reply = reply.substring(0, MOST_TEXT);
        }
    }

    /// A receiver took mail of a domain.
    public record Accepted(TeamId team, DomainId domain, String receiver, Instant at) {}

    /// Opens incidents or counts into those that are open, in the transaction that writes the refusals down. Domains
    /// that
    /// are gone have none.
    public void failed(Transaction tx, Collection<Failed> failures) {
        if (failures.isEmpty()) return;
        store.note(tx, failures);
        tx.afterCommit(() -> failures.forEach(one -> openOfTeam.invalidate(one.team())));
    }

    /// Closes incidents of domains whose mail is taken again, in the transaction that writes that down. Teams without
    /// open
    /// incidents pay next to nothing for it.
    public void accepted(Transaction tx, Collection<Accepted> all) {
        for (var ofTeam :
                all.stream().collect(Collectors.groupingBy(Accepted::team)).entrySet()) {
            List<Open> open = openOfTeam.get(ofTeam.getKey(), team -> store.open(tx, team));
            if (!open.isEmpty()) close(tx, ofTeam.getKey(), open, ofTeam.getValue());
        }
    }

    private void close(Transaction tx, TeamId team, List<Open> open, List<Accepted> accepted) {
        Map<UUID, Instant> mended = open.stream()
                .flatMap(one -> accepted.stream()
                        .filter(taken ->
                                taken.domain().equals(one.domain()) && isSame(taken.receiver(), one.receiver()))
                        .map(taken -> Map.entry(one.id(), taken.at())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Incidents::later));
        if (mended.isEmpty()) return;
        if (store.close(tx, team, mended)) tx.afterCommit(() -> openOfTeam.invalidate(team));
    }

    /// The newest incidents of a domain, open and closed, newest first.
    public List<Incident> of(TeamId team, DomainId domain) {
        return database.inTransaction(tx -> store.of(tx, team, domain, clock.instant(), MOST_SHOWN));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private boolean isSame(String server, String other) {
        return server.equalsIgnoreCase(other) || operator(server).equals(operator(other));
    }

    private String operator(String server) {
        try {
            return registrable
                    .apply(new DomainName(server))
                    .map(DomainName::ascii)
                    .orElse(server);
        } catch (IllegalArgumentException notAName) {
            return server;
        }
    }
}
