package dev.pennypost.suppressions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.suppressions.SuppressionEvent.SuppressionAdded;
import dev.pennypost.suppressions.SuppressionEvent.SuppressionRemoved;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The recipients that teams' emails are kept from. One that is suppressed already stays as it is: what suppressed it
/// first is what its owner is told.
public final class Suppressions {
    /// How long another node may go on sending for a team whose first suppression was added here.
    private static final Duration REMEMBERED = Duration.ofSeconds(3);

    /// A mailbox that was full so often in so long is nobody's anymore.
    private static final int FULL_OFTEN = 5;

    private static final Duration FULL_WITHIN = Duration.ofDays(30);

    private final Database database;
    private final InstantSource clock;
    private final SuppressionStore store = new SuppressionStore();
    private final Cache<TeamId, Boolean> teamsWithAny;

    public Suppressions(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.teamsWithAny = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(REMEMBERED)
                .build();
    }

    /// Suppresses recipients, because their team says so. Returns one suppression for each distinct recipient, in their
    /// order; those that were suppressed before are among them.
    public List<Suppression> add(List<Recipient> recipients) {
        var wanted = new LinkedHashMap<Recipient, Suppression>();
        Instant at = now();
        for (Recipient recipient : recipients) {
            // A microsecond apart, so that they are listed in the order they were given.
            if (wanted.putIfAbsent(recipient, made(recipient, Origin.MANUAL, null, null, at)) == null)
                at = at.plus(1, ChronoUnit.MICROS);
        }
        Map<Recipient, Suppression> found = database.inTransaction(tx -> written(tx, wanted));
        return wanted.keySet().stream().map(found::get).toList();
    }

    /// Goes round again only when a suppression was removed elsewhere between writing and reading.
    private Map<Recipient, Suppression> written(Transaction tx, Map<Recipient, Suppression> wanted) {
        var found = new HashMap<Recipient, Suppression>();
        while (found.size() < wanted.size()) {
            var missing = new LinkedHashMap<>(wanted);
            missing.keySet().removeAll(found.keySet());
            List<Suppression> added = write(tx, missing.values());
            added.forEach(one -> note(tx, Action.SUPPRESSION_CREATED, one, null, facts(one)));
            found.putAll(byRecipient(added));
            missing.keySet().removeAll(found.keySet());
            if (!missing.isEmpty()) found.putAll(byRecipient(store.among(tx, missing.keySet())));
        }
        return found;
    }

    /// A hard bounce: the recipient is suppressed.
    ///
    /// @param email that came back
    /// @param diagnostic what the recipient's server said; null when the verdict is ours
    public record Bounced(
            Recipient recipient, UUID email, @Nullable String diagnostic) {}

    /// Suppresses recipients that emails came back from for good, in the transaction that writes the bounces down.
    public void bounced(Transaction tx, Collection<Bounced> bounces) {
        var distinct = new LinkedHashMap<Recipient, Suppression>();
        for (Bounced one : bounces)
            distinct.putIfAbsent(
                    one.recipient(), made(one.recipient(), Origin.BOUNCE, one.email(), one.diagnostic(), now()));
        if (!distinct.isEmpty()) write(tx, distinct.values());
    }

    /// Suppresses recipients whose mailboxes have been full again and again, the fifth time within thirty days, in the
    /// transaction that writes the bounces down.
    public void mailboxFull(Transaction tx, Collection<Bounced> bounces) {
        if (bounces.isEmpty()) return;
        var often = store.fullOften(tx, bounces, now(), FULL_WITHIN, FULL_OFTEN);
        bounced(
                tx,
                bounces.stream().filter(one -> often.contains(one.recipient())).toList());
    }

    /// Suppresses a recipient that called an email spam, in the transaction that writes the complaint down.
    public void complained(Transaction tx, Recipient recipient, UUID email) {
        write(tx, List.of(made(recipient, Origin.COMPLAINT, email, null, now())));
    }

    /// Whether a team suppresses anybody. Remembered, so that teams that do not pay next to nothing for being asked.
    public boolean hasAny(Transaction tx, TeamId team) {
        return teamsWithAny.get(team, unknown -> store.hasAny(tx, unknown));
    }

    /// Those of these recipients, of whichever teams, that are suppressed. One query, however many there are.
    public Map<Recipient, Suppression> among(Transaction tx, Collection<Recipient> recipients) {
        return recipients.isEmpty() ? Map.of() : byRecipient(store.among(tx, new HashSet<>(recipients)));
    }

    /// One page of the team's suppressions; empty when the cursor is unknown.
    ///
    /// @param origin null for suppressions of every origin
    public Optional<Page<Suppression>> list(TeamId team, @Nullable Origin origin, PageRequest page) {
        return list(team, origin, "", page);
    }

    /// The same of those only whose address contains something, whatever the case.
    public Optional<Page<Suppression>> list(TeamId team, @Nullable Origin origin, String part, PageRequest page) {
        String wanted = part.strip().toLowerCase(Locale.ROOT);
        return wanted.indexOf('\0') >= 0
                ? Optional.of(new Page<>(List.of(), false)) // PostgreSQL has no NUL in texts
                : database.inTransaction(tx -> store.page(tx, team, origin, wanted, page));
    }

    public Optional<Suppression> get(TeamId team, SuppressionId id) {
        return database.inTransaction(tx -> store.find(tx, team, id));
    }

    public Optional<Suppression> get(Recipient recipient) {
        return database.inTransaction(
                tx -> store.among(tx, List.of(recipient)).stream().findFirst());
    }

    /// Lets emails reach recipients again. Returns those that were suppressed, in the order asked for.
    public List<Suppression> remove(TeamId team, List<SuppressionId> ids) {
        return database.inTransaction(tx -> {
            var removed = new HashMap<SuppressionId, Suppression>();
            told(tx, store.deleteByIds(tx, team, ids)).forEach(one -> removed.put(one.id(), one));
            return inOrder(ids, removed);
        });
    }

    /// The same for recipients of one team.
    public List<Suppression> removeRecipients(TeamId team, List<Recipient> recipients) {
        var emails = recipients.stream().map(Recipient::email).toList();
        return database.inTransaction(tx ->
                inOrder(recipients, byRecipient(told(tx, store.deleteByEmails(tx, team, emails)))));
    }

    private Suppression made(
            Recipient recipient, Origin origin, @Nullable UUID source, @Nullable String diagnostic, Instant at) {
        return new Suppression(new SuppressionId(Ids.next(at)), recipient, origin, source, diagnostic, at);
    }

    private List<Suppression> write(Transaction tx, Collection<Suppression> wanted) {
        List<Suppression> added = store.insert(tx, wanted);
        if (added.isEmpty()) return added;
        tx.publish(added.stream().map(one -> new SuppressionAdded(one.facts())).toList());
        tx.afterCommit(() ->
                added.forEach(one -> teamsWithAny.invalidate(one.recipient().team())));
        return added;
    }

    private static List<Suppression> told(Transaction tx, List<Suppression> removed) {
        tx.publish(
                removed.stream().map(one -> new SuppressionRemoved(one.facts())).toList());
        removed.forEach(one -> note(tx, Action.SUPPRESSION_DELETED, one, facts(one), null));
        return removed;
    }

    private static void note(
            Transaction tx, Action action, Suppression one, @Nullable Facts before, @Nullable Facts after) {
        var recipient = one.recipient();
        var subject = Subject.of(Subject.Kind.SUPPRESSION, one.id().value(), recipient.email());
        AuditLog.note(tx, recipient.team().value(), action, subject, before, after);
    }

    private static Facts facts(Suppression one) {
        return Facts.of("email", one.recipient().email()).and("origin", one.origin());
    }

    private static Map<Recipient, Suppression> byRecipient(Collection<Suppression> all) {
        var map = new HashMap<Recipient, Suppression>();
        all.forEach(one -> map.put(one.recipient(), one));
        return map;
    }

    private static <K> List<Suppression> inOrder(List<K> keys, Map<K, Suppression> removed) {
        var ordered = new ArrayList<Suppression>();
        for (K key : keys) {
            Suppression one = removed.remove(key);
            if (one != null) ordered.add(one);
        }
        return ordered;
    }

    /// To the microsecond, which is what the database keeps.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
