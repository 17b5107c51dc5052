package dev.pennypost.emails;

import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.Outcome;
import dev.pennypost.delivery.Settlement;
import dev.pennypost.delivery.SettlementListener;
import dev.pennypost.delivery.replies.ReplyReading;
import dev.pennypost.domains.Incidents;
import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.emails.EmailEvent.EmailComplained;
import dev.pennypost.emails.EmailEvent.EmailDelivered;
import dev.pennypost.emails.EmailEvent.EmailDeliveryDelayed;
import dev.pennypost.emails.EmailEvent.EmailFailed;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the emails' last events true to what delivery settles, and tells about it.
public final class EmailProgress implements SettlementListener {
    private static final String CANCELED = "canceled_by_operator";

    private final EmailStore store = new EmailStore();
    private final Counting counting = new Counting();
    private final Withholding withholding;
    private final Incidents incidents;

    public EmailProgress(Withholding withholding, Incidents incidents) {
        this.withholding = withholding;
        this.incidents = incidents;
    }

    @Override
    public void settled(Transaction tx, List<Settlement> settlements) {
        noteAuthentication(tx, settlements);
        Map<EmailId, Happening> latest = new LinkedHashMap<>();
        for (Settlement settlement : settlements) {
            LastEvent event = lastEvent(settlement);
            EmailId email = emailOf(settlement);
            if (event != null)
                latest.put(email, new Happening(settlement.delivery().team(), email, event));
        }
        if (latest.isEmpty()) return;
        Map<EmailId, Map<String, String>> tags = store.happened(tx, latest.values());
        List<Settlement> heard = settlements.stream()
                .filter(settlement -> tx.isHeard(settlement.delivery().team().value()))
                .toList();
        if (!heard.isEmpty()) tell(tx, heard);
        withholding.learn(tx, settlements);
        counting.settled(tx, settlements, tags, withholding);
    }

    @Override
    public Set<DeliveryId> suppressed(Transaction tx, List<Delivery> due, Instant now) {
        Map<DeliveryId, Withheld.Suppressed> suppressed = withholding.suppressed(tx, due);
        if (suppressed.isEmpty()) return Set.of();
        var deliveries =
                suppressed.values().stream().map(Withheld.Suppressed::delivery).toList();
        Map<EmailId, Email> emails = store.ofDeliveries(tx, deliveries);
        Map<EmailId, Map<String, String>> tags = happened(tx, emails.values(), LastEvent.SUPPRESSED);
        var events = new ArrayList<EmailEvent>();
        for (Withheld.Suppressed one : suppressed.values()) {
            Email email = emails.get(new EmailId(one.delivery().id().emailId()));
            if (email != null && tx.isHeard(email.team().value()))
                events.add(Departure.suppressed(email, List.of(one)));
        }
        tx.publish(events);
        counting.suppressed(tx, deliveries, tags, now);
        return suppressed.keySet();
    }

    @Override
    public void canceled(Transaction tx, List<Delivery> ended, Instant now) {
        Map<EmailId, Email> emails = store.ofDeliveries(tx, ended);
        Map<EmailId, Map<String, String>> tags = happened(tx, emails.values(), LastEvent.FAILED);
        var recipients = new LinkedHashMap<Email, List<Address>>();
        for (Delivery delivery : ended) {
            Email email = emails.get(new EmailId(delivery.id().emailId()));
            if (email != null && tx.isHeard(email.team().value()))
                recipients.computeIfAbsent(email, _ -> new ArrayList<>()).add(delivery.recipient());
        }
        var events = new ArrayList<EmailEvent>();
        recipients.forEach((email, some) -> events.add(new EmailFailed(email.facts(email.naming(some)), CANCELED)));
        tx.publish(events);
        counting.canceled(tx, ended, tags, now);
    }

    @Override
    public void requeued(Transaction tx, List<Delivery> anew, Set<DeliveryId> failed, Instant now) {
        var tags = happened(tx, store.ofDeliveries(tx, anew).values(), LastEvent.QUEUED);
        counting.requeued(
                tx, anew.stream().filter(one -> failed.contains(one.id())).toList(), tags, now);
    }

    /// Returns the tags of those that have some.
    private Map<EmailId, Map<String, String>> happened(Transaction tx, Collection<Email> emails, LastEvent event) {
        return store.happened(
                tx,
                emails.stream()
                        .map(email -> new Happening(email.team(), email.id(), event))
                        .toList());
    }

    private void tell(Transaction tx, List<Settlement> settlements) {
        Map<EmailId, Email> emails = store.ofDeliveries(
                tx, settlements.stream().map(Settlement::delivery).toList());
        var events = new ArrayList<EmailEvent>();
        for (Settlement settlement : settlements) {
            Email email = emails.get(emailOf(settlement));
            if (email != null && lastEvent(settlement) != null) events.addAll(events(settlement, email));
        }
        tx.publish(events);
    }

    /// Receivers tell by refusals, and by taking mail, how the sending domains' authentication stands.
    private void noteAuthentication(Transaction tx, List<Settlement> settlements) {
        var failed = new ArrayList<Incidents.Failed>();
        var accepted = new ArrayList<Incidents.Accepted>();
        for (Settlement settlement : settlements) {
            Delivery delivery = settlement.delivery();
            String host = settlement.attempt().host();
            if (host == null) continue;
            Instant at = settlement.attempt().startedAt();
            ReplyReading reading = settlement.outcome().reading();
            if (settlement.outcome() instanceof Outcome.Delivered)
                accepted.add(new Incidents.Accepted(delivery.team(), delivery.signedBy(), host, at));
            else if (reading != null && reading.fault() != null)
                failed.add(new Incidents.Failed(
                        delivery.team(), delivery.signedBy(), reading.fault(), host, said(settlement.outcome()), at));
        }
        incidents.failed(tx, failed);
        incidents.accepted(tx, accepted);
    }

    private static String said(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> delivered.reply().toString();
            case Outcome.Deferred deferred -> deferred.explanation();
            case Outcome.Bounced bounced -> bounced.explanation();
        };
    }

    /// A delay is told once, when the first attempt is put off.
    private @Nullable LastEvent lastEvent(Settlement settlement) {
        return switch (settlement.outcome()) {
            case Outcome.Delivered _ -> withholding.complains(settlement) ? LastEvent.COMPLAINED : LastEvent.DELIVERED;
            case Outcome.Bounced _ -> LastEvent.BOUNCED;
            case Outcome.Deferred _ -> settlement.attempt().number() == 1 ? LastEvent.DELIVERY_DELAYED : null;
        };
    }

    private List<EmailEvent> events(Settlement settlement, Email email) {
        var facts = email.facts(List.of(impacted(settlement, email)));
        return switch (settlement.outcome()) {
            case Outcome.Delivered _ ->
                withholding.complains(settlement)
                        ? List.of(new EmailDelivered(facts), new EmailComplained(facts))
                        : List.of(new EmailDelivered(facts));
            case Outcome.Deferred _ -> List.of(new EmailDeliveryDelayed(facts));
            case Outcome.Bounced bounced -> List.of(new EmailBounced(facts, Bounces.of(bounced)));
        };
    }

    /// The recipient as the customer spelled it.
    private static String impacted(Settlement settlement, Email email) {
        Address recipient = settlement.delivery().recipient();
        return email.everybody().stream()
                .filter(text -> Mailbox.parse(text).address().equals(recipient))
                .findFirst()
                .orElseGet(recipient::toString);
    }

    private static EmailId emailOf(Settlement settlement) {
        return new EmailId(settlement.delivery().id().emailId());
    }

    /// What an email's last event now is.
    record Happening(TeamId team, EmailId email, LastEvent event) {}
}
