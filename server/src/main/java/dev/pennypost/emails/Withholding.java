package dev.pennypost.emails;

import dev.pennypost.delivery.BounceReason;
import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.Outcome;
import dev.pennypost.delivery.Queued;
import dev.pennypost.delivery.Sent;
import dev.pennypost.delivery.Settlement;
import dev.pennypost.delivery.TestAddress;
import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.emails.EmailEvent.Suppressed.Reason;
import dev.pennypost.mail.address.Address;
import dev.pennypost.storage.Transaction;
import dev.pennypost.suppressions.Recipient;
import dev.pennypost.suppressions.Suppression;
import dev.pennypost.suppressions.Suppressions;
import dev.pennypost.teams.TeamId;
import dev.pennypost.topics.Consent;
import dev.pennypost.topics.Interest;
import dev.pennypost.topics.TopicId;
import dev.pennypost.topics.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Keeps emails from recipients that are suppressed or do not want what they are about, and has those suppressed whose
/// mail came back for good. The test address that stands for a suppressed recipient counts as one.
public final class Withholding {
    private static final String NOT_SUBSCRIBED = "not_subscribed_to_topic";
    private static final String TOPIC_GONE = "topic_not_found";

    private final Suppressions suppressions;
    private final Topics topics;
    private final TestAddresses tests;

    public Withholding(Suppressions suppressions, Topics topics, TestAddresses tests) {
        this.suppressions = suppressions;
        this.topics = topics;
        this.tests = tests;
    }

    /// Whether an email is to be about a topic that its team does not have.
    boolean lacksTopic(TeamId team, SendEmail request) {
        return request.topic() != null && !topics.exists(team, request.topic());
    }

    /// The same emails without what is withheld of them.
    List<Accepting> screen(Transaction tx, List<Accepting> emails) {
        var deliveries = emails.stream()
                .flatMap(email -> email.queued().stream())
                .map(Queued::delivery)
                .toList();
        var withheld = among(tx, emails.stream().map(Accepting::email).toList(), deliveries);
        return withheld.isEmpty()
                ? emails
                : emails.stream().map(email -> email.without(withheld)).toList();
    }

    /// Those of these deliveries that must not be made. That somebody is suppressed is said rather than what they want,
    /// as it holds for every email.
    ///
    /// @param emails that the deliveries belong to
    Map<DeliveryId, Withheld> among(Transaction tx, Collection<Email> emails, Collection<Delivery> deliveries) {
        Map<DeliveryId, Withheld> suppressed = new HashMap<>(suppressed(tx, deliveries));
        Map<DeliveryId, Withheld> unwanted = unwanted(tx, emails, deliveries);
        if (unwanted.isEmpty()) return suppressed;
        unwanted.putAll(suppressed);
        return unwanted;
    }

    /// Those of these deliveries whose recipients are suppressed.
    Map<DeliveryId, Withheld.Suppressed> suppressed(Transaction tx, Collection<Delivery> deliveries) {
        var recipients = new HashMap<DeliveryId, Recipient>();
        for (Delivery delivery : deliveries)
            if (suppressions.hasAny(tx, delivery.team())) recipients.put(delivery.id(), recipient(delivery));
        var suppressed = suppressions.among(tx, recipients.values());
        var withheld = new HashMap<DeliveryId, Withheld.Suppressed>();
        for (Delivery delivery : deliveries) {
            Recipient recipient = recipients.get(delivery.id());
            Suppression why = recipient == null ? null : suppressed.get(recipient);
            if (why != null)
                withheld.put(delivery.id(), new Withheld.Suppressed(delivery, reason(why), why.diagnostic()));
            else if (standsFor(delivery, TestAddress.SUPPRESSED))
                withheld.put(delivery.id(), new Withheld.Suppressed(delivery, Reason.TEST, null));
        }
        return withheld;
    }

    private Map<DeliveryId, Withheld> unwanted(
            Transaction tx, Collection<Email> emails, Collection<Delivery> deliveries) {
        Map<Delivery, Interest> interests = interests(emails, deliveries);
        Map<Interest, Consent> consents = topics.consents(tx, interests.values());
        var withheld = new HashMap<DeliveryId, Withheld>();
        interests.forEach((delivery, interest) -> objection(consents.getOrDefault(interest, Consent.NO_SUCH_TOPIC))
                .ifPresent(reason -> withheld.put(delivery.id(), new Withheld.Unwanted(delivery, reason))));
        return withheld;
    }

    private static Map<Delivery, Interest> interests(Collection<Email> emails, Collection<Delivery> deliveries) {
        var topicOf = new HashMap<UUID, TopicId>();
        for (Email email : emails)
            if (email.topic() != null) topicOf.put(email.id().value(), email.topic());
        if (topicOf.isEmpty()) return Map.of();
        var interests = new HashMap<Delivery, Interest>();
        for (Delivery delivery : deliveries) {
            TopicId topic = topicOf.get(delivery.id().emailId());
            if (topic != null) interests.put(delivery, new Interest(delivery.team(), topic, delivery.recipient()));
        }
        return interests;
    }

    /// Where nobody can have consented, as the topic is gone, nobody is sent to.
    private static Optional<String> objection(Consent consent) {
        return switch (consent) {
            case GIVEN -> Optional.empty();
            case MISSING -> Optional.of(NOT_SUBSCRIBED);
            case NO_SUCH_TOPIC -> Optional.of(TOPIC_GONE);
        };
    }

    /// Whether the recipient of a delivery calls what it gets spam.
    boolean complains(Settlement settlement) {
        return settlement.outcome() instanceof Outcome.Delivered
                && standsFor(settlement.delivery(), TestAddress.COMPLAINED);
    }

    /// The same for a recipient that something was delivered to.
    boolean complains(Address recipient) {
        return tests.of(recipient).filter(TestAddress.COMPLAINED::equals).isPresent();
    }

    /// Has recipients suppressed for what they did.
    void learn(Transaction tx, List<Settlement> settlements) {
        var bounces = new ArrayList<Suppressions.Bounced>();
        var full = new ArrayList<Suppressions.Bounced>();
        for (Settlement settlement : settlements) {
            if (tests.isRepeatable(settlement.delivery().recipient())) continue;
            if (settlement.outcome() instanceof Outcome.Bounced bounced) {
                if (bounced.blamesRecipient()) bounces.add(bounced(settlement.delivery(), bounced));
                if (bounced.reason() == BounceReason.MAILBOX_FULL) full.add(bounced(settlement.delivery(), bounced));
            }
            if (complains(settlement)) complained(tx, settlement.delivery());
        }
        suppressions.bounced(tx, bounces);
        suppressions.mailboxFull(tx, full);
    }

    private void complained(Transaction tx, Delivery delivery) {
        suppressions.complained(tx, recipient(delivery), delivery.id().emailId());
    }

    /// The same for a recipient whose mail came back later for good.
    void bounced(Transaction tx, Sent sent, @Nullable String diagnostic) {
        if (tests.isRepeatable(sent.recipient())) return;
        var recipient = Recipient.of(sent.team(), sent.recipient());
        suppressions.bounced(
                tx, List.of(new Suppressions.Bounced(recipient, sent.id().emailId(), diagnostic)));
    }

    /// The same for a recipient who complained.
    void complained(Transaction tx, Sent sent) {
        if (tests.isRepeatable(sent.recipient())) return;
        suppressions.complained(
                tx, Recipient.of(sent.team(), sent.recipient()), sent.id().emailId());
    }

    private static Suppressions.Bounced bounced(Delivery delivery, Outcome.Bounced bounced) {
        return new Suppressions.Bounced(recipient(delivery), delivery.id().emailId(), Bounces.diagnostic(bounced));
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
