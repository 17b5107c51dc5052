package dev.pennypost.tracking;

import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.Handover;
import dev.pennypost.delivery.Handovers;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges visits and writes them down, several in one transaction.
final class Visits {
    private final VisitorRules rules;
    private final boolean privacy;
    private final MeterRegistry metrics;
    private final VisitStore store = new VisitStore();
    private final Handovers handovers = new Handovers();
    private final VisitedEmails emails = new VisitedEmails();

    /// @param privacy whether nothing is kept of who visited
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
        List<Judged> judged = judged(tx, batch);
        var persons = judged.stream().filter(one -> one.machine.isEmpty()).toList();
        Set<Deed> first = new HashSet<>(store.first(tx, deeds(persons)));
        var rows = new ArrayList<VisitStore.New>(judged.size());
        var told = new ArrayList<VisitedEmail>(persons.size());
        for (Judged one : judged) {
            boolean isFirst = one.machine.isEmpty() && first.remove(one.seen.deed());
            rows.add(row(one, isFirst));
            if (one.machine.isEmpty()) told.add(told(one, isFirst));
        }
        if (!rows.isEmpty()) store.insert(tx, rows);
        emails.visited(tx, told);
        tx.afterCommit(() -> count(batch.size(), judged.size(), persons.size()));
    }

    private void count(int all, int known, int persons) {
        Metric.VISITS.counter(metrics, "unknown").increment(all - known);
        Metric.VISITS.counter(metrics, "machine").increment(known - persons);
        Metric.VISITS.counter(metrics, "person").increment(persons);
    }

    private List<Judged> judged(Transaction tx, List<Seen> batch) {
        Map<DeliveryId, Handover> known = handovers.of(
                tx,
                batch.stream()
                        .map(seen -> new Handovers.Asked(seen.team(), seen.delivery()))
                        .distinct()
                        .toList());
        List<Seen> ours = batch.stream()
                .filter(seen -> known.containsKey(seen.delivery()))
                .sorted(Comparator.comparing(seen -> seen.visitor.at()))
                .toList();
        Map<DeliveryId, List<Click>> clicks = clicks(tx, ours);
        return ours.stream()
                .map(seen -> judged(
                        seen,
                        Objects.requireNonNull(known.get(seen.delivery())),
                        clicks.getOrDefault(seen.delivery(), List.of())))
                .toList();
    }

    private Judged judged(Seen seen, Handover handover, List<Click> clicks) {
        Visitor visitor = seen.visitor;
        var circumstances = new Circumstances(
                what(seen.token.kind()),
                visitor.head(),
                visitor.agent(),
                sinceDelivery(handover, visitor.at()),
                visitor.at(),
                clicks);
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

    /// What was clicked on lately, together with what is being written down now.
    private Map<DeliveryId, List<Click>> clicks(Transaction tx, List<Seen> batch) {
        List<Seen> clicks = batch.stream().filter(seen -> seen.link() != null).toList();
        if (clicks.isEmpty()) return Map.of();
        var asked = clicks.stream()
                .map(seen -> new VisitStore.Asked(seen.team(), seen.delivery()))
                .toList();
        Instant earliest = clicks.getFirst().visitor.at();
        Map<DeliveryId, List<Click>> found = store.clicks(tx, asked, earliest.minus(rules.memory()));
        for (Seen seen : clicks)
            found.computeIfAbsent(seen.delivery(), _ -> new ArrayList<>())
                    .add(new Click(seen.visitor.at(), seen.token.target()));
        return found;
    }

    private static List<Deed> deeds(List<Judged> persons) {
        return persons.stream()
                .map(one -> one.seen.deed())
                .distinct()
                .sorted(Comparator.comparing((Deed deed) -> deed.delivery().emailId())
                        .thenComparingInt(deed -> deed.delivery().position())
                        .thenComparing(Deed::kind))
                .toList();
    }

    private VisitStore.New row(Judged one, boolean first) {
        Seen seen = one.seen;
        Visitor visitor = seen.visitor;
        return new VisitStore.New(
                Ids.next(visitor.at()),
                seen.team(),
                seen.token.email(),
                new Visit(
                        seen.token.recipient(),
                        seen.kind(),
                        seen.link(),
                        one.machine.orElse(null),
                        first,
                        privacy ? null : visitor.address(),
                        privacy ? null : visitor.agent(),
                        visitor.at()));
    }

    private VisitedEmail told(Judged one, boolean first) {
        Seen seen = one.seen;
        Visitor visitor = privacy ? seen.visitor.anonymous() : seen.visitor;
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
