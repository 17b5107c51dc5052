package dev.pennypost.inboxes;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.domains.Domains;
import dev.pennypost.inboxes.CreateResult.Created;
import dev.pennypost.inboxes.CreateResult.Refused;
import dev.pennypost.inboxes.InboxProblem.AddressTaken;
import dev.pennypost.inboxes.InboxProblem.BadName;
import dev.pennypost.inboxes.InboxProblem.DomainNotActive;
import dev.pennypost.inboxes.InboxProblem.NoSuchDomain;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Addresses at verified domains that mail is to arrive at: creating, listing and removing them.
public final class Inboxes {
    private static final int LONGEST_NAME = 200;

    private final Database database;
    private final Domains domains;
    private final InstantSource clock;
    private final InboxStore store = new InboxStore();

    public Inboxes(Database database, Domains domains, InstantSource clock) {
        this.database = database;
        this.domains = domains;
        this.clock = clock;
    }

    /// Creates an inbox. Letters are kept in lower case: nobody means another reader by `Sales@` than by `sales@`.
    ///
    /// @param name what people call it; null for nothing
    public CreateResult create(TeamId team, String text, @Nullable String name) {
        Address address;
        try {
            address = Address.parse(text.strip().toLowerCase(Locale.ROOT));
        } catch (BadAddress malformed) {
            return new Refused(new InboxProblem.BadAddress(text));
        }
        if (name != null && isUnusable(name)) return new Refused(new BadName(name));
        return create(team, address, name);
    }

    private CreateResult create(TeamId team, Address address, @Nullable String name) {
        var domain = domains.sending(team, address.domain()).flatMap(found -> domains.get(team, found.id()));
        if (domain.isEmpty()) return new Refused(new NoSuchDomain(address.domain()));
        var standing = Standing.of(domain.get().summary());
        if (standing != Standing.ACTIVE) return new Refused(new DomainNotActive(address.domain(), standing));
        var now = now();
        var inbox = new Inbox(new InboxId(Ids.next(now)), domain.get().id(), address, name, now);
        return database.inTransaction(tx -> insert(tx, team, inbox))
                ? new Created(inbox)
                : new Refused(new AddressTaken(address.toString()));
    }

    /// One page, newest first; empty when the cursor is not one of the team's inboxes.
    public Optional<Page<Inbox>> list(TeamId team, PageRequest page) {
        return database.inTransaction(tx -> store.page(tx, team, page));
    }

    /// Removes an inbox; says whether it was there.
    public boolean remove(TeamId team, InboxId id) {
        return database.inTransaction(tx -> store.delete(tx, team, id)
                .map(inbox -> {
                    note(tx, team, Action.INBOX_DELETED, inbox, facts(inbox), null);
                    return inbox;
                })
                .isPresent());
    }

    private boolean insert(Transaction tx, TeamId team, Inbox inbox) {
        boolean inserted = store.insert(tx, team, inbox);
        if (inserted) note(tx, team, Action.INBOX_CREATED, inbox, null, facts(inbox));
        return inserted;
    }

    private static void note(
            Transaction tx,
            TeamId team,
            Action action,
            Inbox inbox,
            @Nullable Facts before,
            @Nullable Facts after) {
        var subject = Subject.of(Subject.Kind.INBOX, inbox.id().value(), inbox.address().toString());
        AuditLog.note(tx, team.value(), action, subject, before, after);
    }

    private static Facts facts(Inbox inbox) {
        return Facts.of("address", inbox.address().toString())
                .and("name", inbox.name())
                .and("domain_id", inbox.domain().value());
    }

    private static boolean isUnusable(String name) {
        return name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl);
    }

    /// To the microsecond, which is what the database keeps.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
