package dev.pennypost.inboxes;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.domains.AddDomain;
import dev.pennypost.domains.AddResult;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainFilter;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.DomainSummary;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.diagnosis.RecordState;
import dev.pennypost.storage.Database;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Domains for sending and receiving, as those see them who think in inboxes: one of them is the team's default, and
/// none goes while it has inboxes.
public final class InboxDomains {
    private final Database database;
    private final Domains domains;
    private final InstantSource clock;
    private final InboxStore store = new InboxStore();

    public InboxDomains(Database database, Domains domains, InstantSource clock) {
        this.database = database;
        this.domains = domains;
        this.clock = clock;
    }

    /// Adds a domain that sends and receives.
    public RegisterResult register(TeamId team, AddDomain request, boolean asDefault) {
        return switch (domains.add(team, request.receiving(true))) {
            case AddResult.Refused(var problem) -> new RegisterResult.Refused(problem);
            case AddResult.Added(var domain) -> {
                if (asDefault) makeDefault(team, domain, true);
                yield new RegisterResult.Registered(detailed(team, domain));
            }
        };
    }

    /// Some of the team's domains, newest first.
    ///
    /// @param standing null for all
    public DomainListing list(TeamId team, @Nullable Standing standing, int limit, int offset) {
        var slice = domains.slice(team, standing == null ? DomainFilter.ALL : standing.filter(), limit, offset);
        var ids = slice.items().stream().map(DomainSummary::id).toList();
        var facts = facts(team, ids);
        var items = slice.items().stream()
                .map(domain -> new InboxDomain(domain, facts.isDefault(domain.id()), facts.inboxes(domain.id())))
                .toList();
        return new DomainListing(items, slice.total());
    }

    public Optional<DetailedDomain> get(TeamId team, DomainId id) {
        return domains.get(team, id).map(domain -> detailed(team, domain));
    }

    /// Makes the domain the default or not, stops it or lets it go on; what is null stays as it is. Empty when the team
    /// has no such domain.
    public Optional<DetailedDomain> update(
            TeamId team, DomainId id, @Nullable Boolean asDefault, @Nullable Boolean suspended) {
        var domain = suspended == null ? domains.get(team, id) : domains.suspend(team, id, suspended);
        if (asDefault != null) domain.ifPresent(found -> makeDefault(team, found, asDefault));
        return domain.map(found -> detailed(team, found));
    }

    private void makeDefault(TeamId team, Domain domain, boolean asDefault) {
        database.useTransaction(tx -> {
            boolean before =
                    store.defaultDomain(tx, team).filter(domain.id()::equals).isPresent();
            if (asDefault) store.makeDefault(tx, team, domain.id());
            else store.noDefault(tx, team, domain.id());
            AuditLog.note(
                    tx,
                    team.value(),
                    Action.DOMAIN_UPDATED,
                    Subject.of(
                            Subject.Kind.DOMAIN,
                            domain.id().value(),
                            domain.name().ascii()),
                    Facts.of("default_for_inboxes", before),
                    Facts.of("default_for_inboxes", asDefault));
        });
    }

    /// Looks for the domain's records and waits for the answer.
    public CheckResult verify(TeamId team, DomainId id) {
        var checked = domains.check(team, id);
        if (checked.isEmpty()) return new CheckResult.NoSuchDomain();
        var wrong = checked.get().records().stream()
                .filter(record -> record.planned().purpose().isRequired())
                .filter(record -> record.seen() == RecordState.WRONG)
                .toList();
        boolean works = Standing.of(checked.get().summary()) == Standing.ACTIVE;
        return works || wrong.isEmpty()
                ? new CheckResult.Checked(detailed(team, checked.get()))
                : new CheckResult.Failed(wrong);
    }

    /// Removes the domain unless it has inboxes.
    public RemoveResult remove(TeamId team, DomainId id) {
        long inboxes = facts(team, List.of(id)).inboxes(id);
        if (inboxes > 0) return new RemoveResult.InUse(inboxes);
        Instant now = clock.instant();
        return domains.remove(team, id)
                .<RemoveResult>map(_ -> new RemoveResult.Removed(now))
                .orElseGet(RemoveResult.NoSuchDomain::new);
    }

    private DetailedDomain detailed(TeamId team, Domain domain) {
        var facts = facts(team, List.of(domain.id()));
        return new DetailedDomain(domain, facts.isDefault(domain.id()), facts.inboxes(domain.id()));
    }

    private Counted facts(TeamId team, List<DomainId> ids) {
        return database.inTransaction(tx -> new Counted(store.defaultDomain(tx, team), store.counts(tx, team, ids)));
    }

    private record Counted(Optional<DomainId> byDefault, Map<DomainId, Long> counts) {
        boolean isDefault(DomainId id) {
            return byDefault.filter(id::equals).isPresent();
        }

        long inboxes(DomainId id) {
            return counts.getOrDefault(id, 0L);
        }
    }
}
