package dev.pennypost.tracking;

import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.Handover;
import dev.pennypost.delivery.Handovers;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.TrackingPrivacy;
import dev.pennypost.emails.ClickCorrection;
import dev.pennypost.emails.EmailEvent;
import dev.pennypost.emails.EmailId;
import dev.pennypost.emails.VisitedEmail;
import dev.pennypost.emails.VisitedEmails;
import dev.pennypost.metrics.Metric;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.tracking.VisitStore.Deed;
import dev.pennypost.tracking.links.Token;
import dev.pennypost.tracking.visitors.Circumstances;
import dev.pennypost.tracking.visitors.Circumstances.Click;
import dev.pennypost.tracking.visitors.Circumstances.What;
import dev.pennypost.tracking.visitors.VisitorRules;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges visits and writes them down, several in one transaction.
final class Visits {
    /// Stands for a user agent that was forgotten: no rule looks for it.
    private static final String NOT_KEPT = "?";

    private final VisitorRules rules;
    private final boolean privacy;
    private final MeterRegistry metrics;
    private final VisitStore store = new VisitStore();
    private final Handovers handovers = new Handovers();
    private final VisitedEmails emails = new VisitedEmails();
    private final TrackingPrivacy owners = new TrackingPrivacy();

    /// @param privacy whether nothing is kept of who visited, whatever the domains' owners say
    Visits(VisitorRules rules, boolean privacy, MeterRegistry metrics) {
        this.rules = rules;
        this.privacy = privacy;
        this.metrics = metrics;
    }

    /// A visit that was not looked at yet.
    record Seen(Token token, Visitor visitor) {
        TeamId team() {
            return new TeamId(token.team());
        }

        DeliveryId delivery() {
            return new DeliveryId(token.email(), token.recipient());
        }

        Visit.Kind kind() {
            return token.kind() == Token.Kind.OPEN ? Visit.Kind.OPEN : Visit.Kind.CLICK;
        }

        @Nullable
        String link() {
            return token.kind() == Token.Kind.CLICK ? token.target() : null;
        }

        Deed deed() {
            return new Deed(team(), delivery(), kind());
        }
    }

    /// @param machine the rule by which it was a machine's
    private record Judged(Seen seen, Handover handover, Optional<String> machine) {}

    /// Writes visits down. Those of emails that are gone leave no trace.
    void write(Transaction tx, List<Seen> batch) {
        Map<DeliveryId, Handover> known = known(tx, batch);
        List<Seen> ours = batch.stream()
                .filter(seen -> known.containsKey(seen.delivery()))
                .sorted(Comparator.comparing(seen -> seen.visitor.at()))
                .toList();
        if (ours.isEmpty()) {
            tx.afterCommit(() -> count("unknown", batch.size()));
            return;
        }
        Map<Deed, VisitTally> tallies = store.lock(tx, deeds(ours));
        var clicks = new Clicks(ours, lately(tx, ours));
        var corrections = new ArrayList<ClickCorrection>();
        foundOut(tx, clicks, tallies)
                .forEach((delivery, visits) ->
                        corrections.addAll(corrections(tx, handover(known, delivery), visits, tallies)));
        var rows = new ArrayList<VisitStore.Kept>();
        var told = new ArrayList<VisitedEmail>();
        Set<DomainId> keeping = keepingVisitors(tx, ours, known);
        int machines = 0;
        for (Seen seen : ours) {
            var one = judged(seen, handover(known, seen.delivery()), clicks);
            VisitTally tally = Objects.requireNonNull(tallies.get(seen.deed()));
            VisitTally.Fate fate = one.machine.isPresent() ? tally.machine() : tally.person();
            if (fate == VisitTally.Fate.BEYOND) continue;
            boolean isFirst = fate == VisitTally.Fate.FIRST;
            Visitor kept = keeping.contains(one.handover.domain()) ? seen.visitor : seen.visitor.anonymous();
            rows.add(row(one, kept, isFirst));
            if (one.machine.isPresent()) machines++;
            else told.add(told(one, kept, isFirst));
        }
        if (!rows.isEmpty()) store.insert(tx, rows);
        store.write(tx, tallies);
        emails.visited(tx, told, corrections);
        count(tx, batch.size() - ours.size(), machines, told.size(), ours.size() - rows.size());
    }

    private void count(Transaction tx, int unknown, int machines, int persons, int beyond) {
        tx.afterCommit(() -> {
            count("unknown", unknown);
            count("machine", machines);
            count("person", persons);
            count("beyond", beyond);
        });
    }

    private void count(String result, int visits) {
        Metric.VISITS.counter(metrics, result).increment(visits);
    }

    private static Handover handover(Map<DeliveryId, Handover> known, DeliveryId delivery) {
        return Objects.requireNonNull(known.get(delivery));
    }

    private Map<DeliveryId, Handover> known(Transaction tx, List<Seen> batch) {
        return handovers.of(
                tx,
                batch.stream()
                        .map(seen -> new Handovers.Asked(seen.team(), seen.delivery()))
                        .distinct()
                        .toList());
    }

    /// The clicks of a batch, and those that are kept from shortly before.
    private static final class Clicks {
        private final Map<DeliveryId, List<Click>> all = new HashMap<>();
        private final Map<DeliveryId, List<VisitStore.Kept>> kept;

        Clicks(List<Seen> batch, Map<DeliveryId, List<VisitStore.Kept>> kept) {
            this.kept = kept;
            kept.forEach((delivery, some) -> some.forEach(
                    one -> add(delivery, one.visit().at(), one.visit().link())));
            for (Seen seen : batch) add(seen.delivery(), seen.visitor.at(), seen.link());
            all.values().forEach(clicks -> clicks.sort(Comparator.comparing(Click::at)));
        }

        private void add(DeliveryId delivery, Instant at, @Nullable String link) {
            if (link != null)
                all.computeIfAbsent(delivery, _ -> new ArrayList<>()).add(new Click(at, link));
        }

        List<Click> of(DeliveryId delivery) {
            return all.getOrDefault(delivery, List.of());
        }
    }

    /// What was clicked on lately.
    private Map<DeliveryId, List<VisitStore.Kept>> lately(Transaction tx, List<Seen> batch) {
        List<Seen> clicks = batch.stream().filter(seen -> seen.link() != null).toList();
        if (clicks.isEmpty()) return Map.of();
        var asked = clicks.stream()
                .map(seen -> new VisitStore.Asked(seen.team(), seen.delivery()))
                .distinct()
                .toList();
        return store.clicks(tx, asked, clicks.getFirst().visitor.at().minus(rules.memory()));
    }

    /// Judges clicks that were a person's again, now that it is known what came after: the first links that a scanner
    /// follows look like anybody's.
    private Map<DeliveryId, List<VisitStore.FoundOut>> foundOut(
            Transaction tx, Clicks clicks, Map<Deed, VisitTally> tallies) {
        var found = new HashMap<DeliveryId, List<VisitStore.FoundOut>>();
        clicks.kept.forEach((delivery, kept) -> kept.stream()
                .filter(one -> one.visit().machine() == null)
                .forEach(one -> again(one.visit(), clicks.of(delivery))
                        .ifPresent(rule -> found.computeIfAbsent(delivery, _ -> new ArrayList<>())
                                .add(new VisitStore.FoundOut(one, rule)))));
        if (!found.isEmpty())
            store.foundOut(tx, found.values().stream().flatMap(List::stream).toList());
        found.forEach((delivery, some) -> {
            for (VisitStore.FoundOut one : some)
                Objects.requireNonNull(tallies.get(new Deed(one.kept().team(), delivery, Visit.Kind.CLICK)))
                        .foundOut();
        });
        return found;
    }

    private Optional<String> again(Visit click, List<Click> clicks) {
        String agent = click.agent() == null ? NOT_KEPT : click.agent();
        return rules.machine(new Circumstances(What.CLICK, false, agent, null, click.at(), clicks));
    }

    /// Takes out of the figures what was found out of one recipient. Where that was the first click, the earliest that
    /// is left takes its place.
    private List<ClickCorrection> corrections(
            Transaction tx, Handover handover, List<VisitStore.FoundOut> found, Map<Deed, VisitTally> tallies) {
        var corrections = new ArrayList<ClickCorrection>();
        for (VisitStore.FoundOut one : found)
            corrections.add(
                    correction(handover, one.kept(), -1, one.kept().visit().first() ? -1 : 0));
        tx.afterCommit(() -> count("taken_back", found.size()));
        if (found.stream().noneMatch(one -> one.kept().visit().first())) return corrections;
        var deed = new Deed(found.getFirst().kept().team(), handover.id(), Visit.Kind.CLICK);
        store.markFirst(tx, deed)
                .ifPresentOrElse(
                        next -> corrections.add(correction(handover, next, 0, 1)),
                        () -> Objects.requireNonNull(tallies.get(deed)).noFirst());
        return corrections;
    }

    private static ClickCorrection correction(Handover handover, VisitStore.Kept click, long clicks, long unique) {
        return new ClickCorrection(
                click.team(),
                handover.domain(),
                new EmailId(click.email()),
                click.visit().at(),
                clicks,
                unique);
    }

    private Judged judged(Seen seen, Handover handover, Clicks clicks) {
        Visitor visitor = seen.visitor;
        var circumstances = new Circumstances(
                what(seen.token.kind()),
                visitor.head(),
                visitor.agent(),
                sinceDelivery(handover, visitor.at()),
                visitor.at(),
                clicks.of(seen.delivery()));
        return new Judged(seen, handover, rules.machine(circumstances));
    }

    private static What what(Token.Kind kind) {
        return switch (kind) {
            case OPEN -> What.OPEN;
            case CLICK -> What.CLICK;
            case TRAP -> What.TRAP;
        };
    }

    /// A visit before the attempt that is known to be the last has ended came during one that is not settled yet.
    private static @Nullable Duration sinceDelivery(Handover handover, Instant at) {
        if (handover.underWay()) return Duration.ZERO;
        if (handover.attemptedAt() == null) return null;
        Duration since = Duration.between(handover.attemptedAt(), at);
        return since.isNegative() ? Duration.ZERO : since;
    }

    private static List<Deed> deeds(List<Seen> batch) {
        return batch.stream().map(Seen::deed).distinct().sorted(Deed.ORDER).toList();
    }

    /// The domains of whose emails it is kept who visited them.
    private Set<DomainId> keepingVisitors(Transaction tx, List<Seen> batch, Map<DeliveryId, Handover> known) {
        if (privacy) return Set.of();
        var asked = batch.stream()
                .map(seen -> new TrackingPrivacy.Asked(
                        seen.team(), handover(known, seen.delivery()).domain()))
                .distinct()
                .toList();
        return owners.keepingVisitors(tx, asked);
    }

    private static VisitStore.Kept row(Judged one, Visitor visitor, boolean first) {
        Seen seen = one.seen;
        return new VisitStore.Kept(
                Ids.next(visitor.at()),
                seen.team(),
                seen.token.email(),
                new Visit(
                        seen.token.recipient(),
                        seen.kind(),
                        seen.link(),
                        one.machine.orElse(null),
                        first,
                        visitor.isAnonymous() ? null : visitor.address(),
                        visitor.isAnonymous() ? null : visitor.agent(),
                        visitor.at()));
    }

    private static VisitedEmail told(Judged one, Visitor visitor, boolean first) {
        Seen seen = one.seen;
        var click = seen.kind() == Visit.Kind.OPEN
                ? null
                : new EmailEvent.Click(visitor.address(), seen.token.target(), visitor.at(), visitor.agent());
        return new VisitedEmail(
                seen.team(),
                one.handover.domain(),
                new EmailId(seen.token.email()),
                one.handover.recipient(),
                visitor.at(),
                click,
                first);
    }
}
