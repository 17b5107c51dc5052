package dev.pennypost.emails;

import dev.pennypost.delivery.Deliveries;
import dev.pennypost.delivery.Delivery;
import dev.pennypost.storage.Transaction;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// A delivery that is not made.
sealed interface Withheld {
    Delivery delivery();

    /// Its recipient is suppressed.
    ///
    /// @param diagnostic what the server said to the email that suppressed its recipient; null when it said nothing
    record Suppressed(
            Delivery delivery,
            EmailEvent.Suppressed.Reason reason,
            @Nullable String diagnostic) implements Withheld {}

    /// Its recipient does not get emails of the topic.
    ///
    /// @param reason why, as [EmailEvent.EmailFailed] tells it
    record Unwanted(Delivery delivery, String reason) implements Withheld {}

    /// Writes down deliveries that are not made.
    static void writeDown(Transaction tx, Deliveries deliveries, Collection<Withheld> all) {
        deliveries.withhold(
                tx,
                all.stream()
                        .filter(Suppressed.class::isInstance)
                        .map(Withheld::delivery)
                        .toList());
        deliveries.fail(
                tx,
                all.stream()
                        .filter(Unwanted.class::isInstance)
                        .map(Withheld::delivery)
                        .toList());
    }
}
