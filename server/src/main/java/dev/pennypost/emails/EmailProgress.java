package dev.pennypost.emails;

import dev.pennypost.delivery.BounceReason;
import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.Outcome;
import dev.pennypost.delivery.Settlement;
import dev.pennypost.delivery.SettlementListener;
import dev.pennypost.emails.EmailEvent.Bounce;
import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.emails.EmailEvent.EmailComplained;
import dev.pennypost.emails.EmailEvent.EmailDelivered;
import dev.pennypost.emails.EmailEvent.EmailDeliveryDelayed;
import dev.pennypost.emails.EmailEvent.EmailFailed;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.smtp.Reply;
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
    private static final String MESSAGE_FULL = "The recipient's mailbox is full.";
    private static final String MESSAGE_LARGE = "The message is larger than the recipient's server takes.";
    private static final String MESSAGE_CONTENT = "The recipient's server refused the content of the message.";
    private static final String MESSAGE_EXPIRED = "The message could not be delivered in time.";

    private final EmailStore store = new EmailStore();
    private final Counting counting = new Counting();
    private final Withholding withholding;

    public EmailProgress(Withholding withholding) {
        this.withholding = withholding;
    }

    @Override
    public void settled(Transaction tx, List<Settlement> settlements) {
        Map<EmailId, Happening> latest = new LinkedHashMap<>();
        for (Settlement settlement : settlements) {
            LastEvent event = lastEvent(settlement);
            EmailId email = emailOf(settlement);
            if (event != null)
                latest.put(email, new Happening(settlement.delivery().team(), email, event));
        }
        if (latest.isEmpty()) return;
        store.happened(tx, latest.values());
        List<Settlement> heard = settlements.stream()
                .filter(settlement -> tx.isHeard(settlement.delivery().team().value()))
                .toList();
        if (!heard.isEmpty()) tell(tx, heard);
        withholding.learn(tx, settlements);
        counting.settled(tx, settlements, withholding);
    }

    @Override
    public Set<DeliveryId> suppressed(Transaction tx, List<Delivery> due, Instant now) {
        Map<DeliveryId, Withheld.Suppressed> suppressed = withholding.suppressed(tx, due);
        if (suppressed.isEmpty()) return Set.of();
        var deliveries =
                suppressed.values().stream().map(Withheld.Suppressed::delivery).toList();
        Map<EmailId, Email> emails = store.ofDeliveries(tx, deliveries);
        store.happened(
                tx,
                emails.values().stream()
                        .map(email -> new Happening(email.team(), email.id(), LastEvent.SUPPRESSED))
                        .toList());
        var events = new ArrayList<EmailEvent>();
        for (Withheld.Suppressed one : suppressed.values()) {
            Email email = emails.get(new EmailId(one.delivery().id().emailId()));
            if (email != null && tx.isHeard(email.team().value()))
                events.add(Departure.suppressed(email, List.of(one)));
        }
        tx.publish(events);
        counting.suppressed(tx, deliveries, now);
        return suppressed.keySet();
    }

    @Override
    public void canceled(Transaction tx, List<Delivery> ended, Instant now) {
        Map<EmailId, Email> emails = store.ofDeliveries(tx, ended);
        happened(tx, emails.values(), LastEvent.FAILED);
        var recipients = new LinkedHashMap<Email, List<Address>>();
        for (Delivery delivery : ended) {
            Email email = emails.get(new EmailId(delivery.id().emailId()));
            if (email != null && tx.isHeard(email.team().value()))
                recipients.computeIfAbsent(email, _ -> new ArrayList<>()).add(delivery.recipient());
        }
        var events = new ArrayList<EmailEvent>();
        recipients.forEach((email, some) -> events.add(new EmailFailed(email.facts(email.naming(some)), CANCELED)));
        tx.publish(events);
        counting.canceled(tx, ended, now);
    }

    @Override
    public void requeued(Transaction tx, List<Delivery> anew, Set<DeliveryId> failed, Instant now) {
        happened(tx, store.ofDeliveries(tx, anew).values(), LastEvent.QUEUED);
        counting.requeued(
                tx, anew.stream().filter(one -> failed.contains(one.id())).toList(), now);
    }

    private void happened(Transaction tx, Collection<Email> emails, LastEvent event) {
        store.happened(
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
            case Outcome.Bounced bounced -> List.of(new EmailBounced(facts, bounce(bounced)));
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

    private static Bounce bounce(Outcome.Bounced bounced) {
        Reply reply = bounced.reply();
        List<String> diagnostics = reply == null ? List.of() : List.of("smtp; " + reply);
        return switch (bounced.reason()) {
            case MAILBOX_FULL -> new Bounce(MESSAGE_FULL, "Transient", "MailboxFull", diagnostics);
            case MESSAGE_TOO_LARGE -> new Bounce(MESSAGE_LARGE, "Transient", "MessageTooLarge", diagnostics);
            case CONTENT_REFUSED -> new Bounce(MESSAGE_CONTENT, "Transient", "ContentRejected", diagnostics);
            case EXPIRED -> new Bounce(MESSAGE_EXPIRED, "Transient", "General", diagnostics);
            case RECIPIENT_INVALID, DOMAIN_INVALID, REFUSED ->
                new Bounce(permanentMessage(bounced.reason()), "Permanent", "General", diagnostics);
        };
    }

    private static String permanentMessage(BounceReason reason) {
        return switch (reason) {
            case RECIPIENT_INVALID -> "The recipient's address does not exist.";
            case DOMAIN_INVALID -> "The recipient's domain does not take mail.";
            default -> "The recipient's server rejected the message.";
        };
    }

    private static EmailId emailOf(Settlement settlement) {
        return new EmailId(settlement.delivery().id().emailId());
    }

    /// What an email's last event now is.
    record Happening(TeamId team, EmailId email, LastEvent event) {}
}
