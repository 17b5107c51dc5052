package dev.pennypost.emails;

import dev.pennypost.delivery.Deliveries;
import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.SendingDomain;
import dev.pennypost.emails.ScheduleStore.Due;
import dev.pennypost.jobs.Loop;
import dev.pennypost.keys.KeyId;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.quotas.Ledger;
import dev.pennypost.quotas.Quota;
import dev.pennypost.quotas.Quotas;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/// Lets emails leave whose time has come. Whether they still may is looked up first; then one transaction ends their
/// waiting, queues them and tells about it, so that none leaves twice and none is forgotten.
final class Scheduled {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int AT_ONCE = 200;
    private static final String NOT_VERIFIED = "domain_not_verified";
    private static final String KEY_GONE = "api_key_not_active";

    private final Database database;
    private final Domains domains;
    private final Deliveries deliveries;
    private final Withholding withholding;
    private final Quotas quotas;
    private final BiPredicate<TeamId, KeyId> keys;
    private final ReturnPaths returnPaths;
    private final InstantSource clock;
    private final EmailStore emails = new EmailStore();
    private final ScheduleStore store = new ScheduleStore();
    private final Counting counting = new Counting();

    /// @param keys whether a team's key is still good
    Scheduled(
            Database database,
            Domains domains,
            Deliveries deliveries,
            Withholding withholding,
            Quotas quotas,
            BiPredicate<TeamId, KeyId> keys,
            ReturnPaths returnPaths,
            InstantSource clock) {
        this.database = database;
        this.domains = domains;
        this.deliveries = deliveries;
        this.withholding = withholding;
        this.quotas = quotas;
        this.keys = keys;
        this.returnPaths = returnPaths;
        this.clock = clock;
    }

    Loop leaving() {
        return Loop.named("scheduled-emails", PAUSE, this::round);
    }

    /// Says whether more may be due.
    boolean round() {
        List<Due> due = database.inTransaction(tx -> store.due(tx, clock.instant(), AT_ONCE));
        if (due.isEmpty()) return false;
        Map<EmailId, Email> found = database.inTransaction(tx -> emails.of(tx, due));
        // in the order in which they are due: where a quota ends, the earliest leave
        var fates = new LinkedHashMap<EmailId, Fate>();
        for (Due one : due) {
            Email email = found.get(one.email());
            if (email != null) fates.put(one.email(), fate(one, email));
        }
        var limits = due.stream().map(Due::team).distinct().collect(Collectors.toMap(team -> team, quotas::limits));
        database.useTransaction(tx -> leave(tx, due, fates, quotas.open(tx, limits)));
        return due.size() == AT_ONCE;
    }

    /// What becomes of an email when its time has come.
    private sealed interface Fate {
        record Leaves(Email email, SendingDomain sender) implements Fate {}

        record Fails(Email email, String reason) implements Fate {}
    }

    private Fate fate(Due due, Email email) {
        if (!keys.test(due.team(), due.key())) return new Fate.Fails(email, KEY_GONE);
        Optional<SendingDomain> sender = domains.sending(
                email.team(), Mailbox.parse(email.from()).address().domain());
        return sender.filter(SendingDomain::maySend)
                .<Fate>map(domain -> new Fate.Leaves(email, domain))
                .orElseGet(() -> new Fate.Fails(email, NOT_VERIFIED));
    }

    /// What becomes of an email of a team that may send only so many.
    private static Fate counted(Ledger ledger, Fate fate) {
        if (!(fate instanceof Fate.Leaves(var email, var _))) return fate;
        int recipients = email.recipients().size();
        Optional<Quota> exceeded = ledger.exceededBy(email.team(), recipients);
        if (exceeded.isPresent()) return new Fate.Fails(email, reason(exceeded.get()));
        ledger.add(email.team(), recipients);
        return fate;
    }

    /// Contract §4.2.
    private static String reason(Quota quota) {
        return switch (quota) {
            case DAILY -> "reached_daily_quota";
            case MONTHLY -> "reached_monthly_quota";
        };
    }

    private void leave(Transaction tx, List<Due> due, Map<EmailId, Fate> fates, Ledger ledger) {
        Set<EmailId> taken = new HashSet<>(store.take(tx, due));
        var happenings = new ArrayList<EmailProgress.Happening>();
        var events = new ArrayList<EmailEvent>();
        var leaving = new LinkedHashMap<Email, List<Delivery>>();
        var failed = new ArrayList<Email>();
        for (var entry : fates.entrySet()) {
            if (!taken.contains(entry.getKey())) continue;
            switch (counted(ledger, entry.getValue())) {
                case Fate.Leaves(var email, var sender) ->
                    leaving.put(email, NewEmails.deliveries(email, sender, returnPaths, clock.instant()));
                case Fate.Fails(var email, var reason) -> {
                    failed.add(email);
                    happenings.add(new EmailProgress.Happening(email.team(), email.id(), LastEvent.FAILED));
                    events.add(new EmailEvent.EmailFailed(email.facts(email.everybody()), reason));
                }
            }
        }
        ledger.write();
        List<Departure> departures = depart(tx, leaving);
        for (Departure departure : departures) {
            var email = departure.email();
            happenings.add(new EmailProgress.Happening(email.team(), email.id(), departure.lastEvent()));
            events.addAll(departure.events());
        }
        if (happenings.isEmpty()) return;
        emails.happened(tx, happenings);
        tx.publish(events.stream().filter(event -> tx.isHeard(event.teamId())).toList());
        counting.left(tx, departures, failed);
    }

    private List<Departure> depart(Transaction tx, Map<Email, List<Delivery>> leaving) {
        var all = leaving.values().stream().flatMap(List::stream).toList();
        Map<DeliveryId, Withheld> withheld = withholding.among(tx, leaving.keySet(), all);
        deliveries.enqueueLater(
                tx, all.stream().filter(one -> !withheld.containsKey(one.id())).toList());
        Withheld.writeDown(tx, deliveries, withheld.values());
        return leaving.entrySet().stream()
                .map(one -> Departure.of(one.getKey(), one.getValue(), withheld))
                .toList();
    }
}
