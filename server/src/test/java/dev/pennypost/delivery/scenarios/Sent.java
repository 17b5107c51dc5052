package dev.pennypost.delivery.scenarios;

import dev.pennypost.emails.EmailEvent;
import dev.pennypost.emails.EmailId;
import dev.pennypost.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An email that was accepted, and what became of it.
record Sent(Scenario scenario, EmailId id) {
    /// One attempt for one recipient.
    ///
    /// @param position of the recipient, from 0
    /// @param reason why it waits or bounced
    /// @param reply what the server said in the end, or why nothing was said
    record Tried(
            int position,
            int number,
            String outcome,
            String reason,
            @Nullable String reply,
            @Nullable String host,
            @Nullable String tls,
            @Nullable String tlsPolicy,
            String conversation) {}

    /// Waits until the deliveries are in these states, in the order of the recipients.
    Sent comesTo(String... states) {
        awaits("states of the deliveries", this::states, List.of(states));
        return this;
    }

    /// Waits until this and nothing else has been told of the email, in whatever order: `sent`, `delayed`, `delivered`
    /// and `bounced`, each with the local parts of whom it is about.
    Sent isTold(String... events) {
        awaits("events", this::told, Stream.of(events).sorted().toList());
        return this;
    }

    /// Waits until as many attempts have been written down, and returns them: by recipient, then by number.
    List<Tried> tried(int count) {
        awaits("number of attempts", () -> tried().size(), count);
        return tried();
    }

    /// The only attempt that was made.
    Tried triedOnce() {
        return tried(1).getFirst();
    }

    List<Tried> tried() {
        return scenario.world.attempts(id).stream().map(Sent::tried).toList();
    }

    private List<String> states() {
        return scenario.world.database.inTransaction(tx -> tx.handle()
                .createQuery("select state from deliveries where email_id = :id order by position")
                .bind("id", id.value())
                .mapTo(String.class)
                .list());
    }

    /// Why each delivery waits.
    List<String> waitReasons() {
        return scenario.world.database.inTransaction(tx -> tx.handle()
                .createQuery("select coalesce(wait_reason, '') from deliveries where email_id = :id order by position")
                .bind("id", id.value())
                .mapTo(String.class)
                .list());
    }

    /// Whether the first recipient's next attempt is as far off as this.
    boolean waitsAtLeast(Duration time) {
        Instant due = scenario.world.database.inTransaction(tx -> tx.handle()
                .createQuery("select due from deliveries where email_id = :id and position = 0")
                .bind("id", id.value())
                .mapTo(Instant.class)
                .one());
        return !due.isBefore(scenario.world.clock.instant().plus(time));
    }

    private List<String> told() {
        return events().map(Sent::inWords).sorted().toList();
    }

    /// What was told of the email.
    Stream<EmailEvent> events() {
        return scenario.world.events.stream()
                .filter(EmailEvent.class::isInstance)
                .map(EmailEvent.class::cast)
                .filter(event -> event.email().emailId().equals(id.value()));
    }

    private static String inWords(EmailEvent event) {
        String kind = switch (event) {
            case EmailEvent.EmailSent _ -> "sent";
            case EmailEvent.EmailDeliveryDelayed _ -> "delayed";
            case EmailEvent.EmailDelivered _ -> "delivered";
            case EmailEvent.EmailBounced _ -> "bounced";
            case EmailEvent.EmailOpened _ -> "opened";
            case EmailEvent.EmailClicked _ -> "clicked";
            default -> event.getClass().getSimpleName();
        };
        var about = event.email().to().stream()
                .map(address -> address.substring(0, address.indexOf('@')))
                .toList();
        return kind + " " + String.join(" ", about);
    }

    private static Tried tried(Map<String, Object> row) {
        return new Tried(
                number(row, "position"),
                number(row, "number"),
                text(row, "outcome"),
                text(row, "reason"),
                (String) row.get("reply"),
                (String) row.get("host"),
                (String) row.get("tls"),
                (String) row.get("tls_policy"),
                text(row, "conversation"));
    }

    private static int number(Map<String, Object> row, String column) {
        return (int) Objects.requireNonNull(row.get(column));
    }

    private static String text(Map<String, Object> row, String column) {
        return (String) Objects.requireNonNull(row.get(column));
    }

    private void awaits(String what, Supplier<Object> actual, Object expected) {
        var last = new AtomicReference<Object>();
        try {
            Eventually.holds(what, 20, () -> {
                last.set(actual.get());
                return expected.equals(last.get());
            });
        } catch (AssertionError inVain) {
            throw new AssertionError(
                    what + " of " + id + ": expected " + expected + " but they stay " + last.get() + "\nattempts: "
                            + tried(),
                    inVain);
        }
    }
}
