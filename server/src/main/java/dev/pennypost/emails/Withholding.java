package dev.pennypost.emails;

import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.Outcome;
import dev.pennypost.delivery.Queued;
import dev.pennypost.delivery.Settlement;
import dev.pennypost.delivery.TestAddress;
import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.emails.EmailEvent.Suppressed.Reason;
import dev.pennypost.storage.Transaction;
import dev.pennypost.suppressions.Recipient;
import dev.pennypost.suppressions.Suppression;
import dev.pennypost.suppressions.Suppressions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keeps emails from recipients that are suppressed, and has those suppressed whose mail came back for good. The test
/// address that stands for a suppressed recipient counts as one.
public final class Withholding {
    private final Suppressions suppressions;
    private final TestAddresses tests;

    public Withholding(Suppressions suppressions, TestAddresses tests) {
        this.suppressions = suppressions;
        this.tests = tests;
    }

    /// The same emails without what is withheld of them.
    List<Accepting> screen(Transaction tx, List<Accepting> emails) {
        var withheld = among(
                tx,
                emails.stream()
                        .flatMap(email -> email.queued().stream())
                        .map(Queued::delivery)
                        .toList());
        return withheld.isEmpty()
                ? emails
                : emails.stream().map(email -> email.without(withheld)).toList();
    }

    /// Those of these deliveries whose recipients are suppressed.
    Map<DeliveryId, Withheld> among(Transaction tx, Collection<Delivery> deliveries) {
        var recipients = new HashMap<DeliveryId, Recipient>();
        for (Delivery delivery : deliveries)
            if (suppressions.hasAny(tx, delivery.team())) recipients.put(delivery.id(), recipient(delivery));
        var suppressed = suppressions.among(tx, recipients.values());
        var withheld = new HashMap<DeliveryId, Withheld>();
        for (Delivery delivery : deliveries) {
            Recipient recipient = recipients.get(delivery.id());
            Suppression why = recipient == null ? null : suppressed.get(recipient);
            if (why != null) withheld.put(delivery.id(), new Withheld(delivery, reason(why), why.diagnostic()));
            else if (standsFor(delivery, TestAddress.SUPPRESSED))
                withheld.put(delivery.id(), new Withheld(delivery, Reason.TEST, null));
        }
        return withheld;
    }

    /// Whether the recipient of a delivery calls what it gets spam.
    boolean complains(Settlement settlement) {
        return settlement.outcome() instanceof Outcome.Delivered
                && standsFor(settlement.delivery(), TestAddress.COMPLAINED);
    }

    /// Has recipients suppressed for what they did.
    void learn(Transaction tx, List<Settlement> settlements) {
        var bounces = new ArrayList<Suppressions.Bounced>();
        for (Settlement settlement : settlements) {
            if (tests.isRepeatable(settlement.delivery().recipient())) continue;
            if (settlement.outcome() instanceof Outcome.Bounced bounced && bounced.blamesRecipient())
                bounces.add(bounced(settlement.delivery(), bounced));
            else if (complains(settlement)) complained(tx, settlement.delivery());
        }
        suppressions.bounced(tx, bounces);
    }

    private void complained(Transaction tx, Delivery delivery) {
        suppressions.complained(tx, recipient(delivery), delivery.id().emailId());
    }

    private static Suppressions.Bounced bounced(Delivery delivery, Outcome.Bounced bounced) {
        String diagnostic = bounced.reply() == null ? null : "smtp; " + bounced.reply();
        return new Suppressions.Bounced(recipient(delivery), delivery.id().emailId(), diagnostic);
    }

    private boolean standsFor(Delivery delivery, TestAddress address) {
        return tests.of(delivery.recipient()).filter(address::equals).isPresent();
    }

    private static Recipient recipient(Delivery delivery) {
        return Recipient.of(delivery.team(), delivery.recipient());
    }

    private static Reason reason(Suppression suppression) {
        return switch (suppression.origin()) {
            case BOUNCE -> Reason.PREVIOUS_BOUNCE;
            case COMPLAINT -> Reason.PREVIOUS_COMPLAINT;
            case MANUAL -> Reason.OWN_WISH;
        };
    }
}
