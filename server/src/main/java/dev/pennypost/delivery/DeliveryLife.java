package dev.pennypost.delivery;

import static dev.pennypost.delivery.DeliveryState.ATTEMPTING;
import static dev.pennypost.delivery.DeliveryState.BOUNCED;
import static dev.pennypost.delivery.DeliveryState.CANCELED;
import static dev.pennypost.delivery.DeliveryState.DEFERRED;
import static dev.pennypost.delivery.DeliveryState.DELIVERED;
import static dev.pennypost.delivery.DeliveryState.FAILED;
import static dev.pennypost.delivery.DeliveryState.HELD;
import static dev.pennypost.delivery.DeliveryState.SUPPRESSED;
import static dev.pennypost.delivery.DeliveryState.WAITING;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Every way in which a delivery comes from one state to another. What is not in the table leaves a delivery as it is;
/// tests hold every statement of the queue against it.
public final class DeliveryLife {
    private static final List<Move> MOVES = List.of(
            new Move(null, Happening.QUEUED, WAITING),
            new Move(null, Happening.TAKEN, ATTEMPTING),
            new Move(null, Happening.SUPPRESSED, SUPPRESSED),
            new Move(null, Happening.UNWANTED, FAILED),
            new Move(WAITING, Happening.TAKEN, ATTEMPTING),
            new Move(DEFERRED, Happening.TAKEN, ATTEMPTING),
            new Move(ATTEMPTING, Happening.RETURNED, WAITING),
            new Move(ATTEMPTING, Happening.LEASE_ENDED, WAITING),
            new Move(ATTEMPTING, Happening.PUT_OFF, DEFERRED),
            new Move(ATTEMPTING, Happening.POSTPONED, DEFERRED),
            new Move(ATTEMPTING, Happening.DELIVERED, DELIVERED),
            new Move(ATTEMPTING, Happening.BOUNCED, BOUNCED),
            new Move(DELIVERED, Happening.REPORTED, BOUNCED),
            new Move(ATTEMPTING, Happening.SUPPRESSED, SUPPRESSED),
            new Move(ATTEMPTING, Happening.PAUSED, HELD),
            new Move(HELD, Happening.RESUMED, WAITING),
            new Move(DEFERRED, Happening.FLUSHED, DEFERRED),
            new Move(DEFERRED, Happening.REQUEUED, WAITING),
            new Move(HELD, Happening.REQUEUED, WAITING),
            new Move(BOUNCED, Happening.REQUEUED, WAITING),
            new Move(FAILED, Happening.REQUEUED, WAITING),
            new Move(CANCELED, Happening.REQUEUED, WAITING),
            new Move(WAITING, Happening.CANCELED, CANCELED),
            new Move(DEFERRED, Happening.CANCELED, CANCELED),
            new Move(HELD, Happening.CANCELED, CANCELED));

    private DeliveryLife() {}

    /// What happens to deliveries.
    public enum Happening {
        /// It was accepted without room for it in memory.
        QUEUED("accepted, no room in memory"),
        /// A node leased it.
        TAKEN("leased"),
        /// An attempt was answered with yes.
        DELIVERED("attempt: yes"),
        /// An attempt was answered with later, or not at all.
        PUT_OFF("attempt: later"),
        /// An attempt was answered with never, or there is no time for another.
        BOUNCED("attempt: never"),
        /// A server took it and reported later that it could not be delivered.
        REPORTED("reported as bounced"),
        /// Its site is not to be asked before a time; that is no attempt.
        POSTPONED("site not to be asked yet"),
        /// The node that had it gave it back.
        RETURNED("given back"),
        /// The node that had it is gone.
        LEASE_ENDED("lease ended"),
        /// Its recipient is suppressed.
        SUPPRESSED("recipient suppressed"),
        /// Its recipient does not want it.
        UNWANTED("recipient does not want it"),
        /// An operator has paused what it belongs to.
        PAUSED("paused"),
        /// An operator has let go on what it belongs to.
        RESUMED("resumed"),
        /// An operator wants it attempted now rather than at its time.
        FLUSHED("flushed"),
        /// An operator wants it tried anew.
        REQUEUED("requeued"),
        /// An operator has ended it.
        CANCELED("canceled");

        private final String label;

        Happening(String label) {
            this.label = label;
        }

        /// A few words for a diagram.
        public String label() {
            return label;
        }
    }

    /// @param from null for a delivery that was not there before
    public record Move(@Nullable DeliveryState from, Happening what, DeliveryState to) {}

    public static List<Move> moves() {
        return MOVES;
    }

    /// The states in which this can happen.
    public static Set<DeliveryState> before(Happening what) {
        return MOVES.stream()
                .filter(move -> move.what() == what)
                .map(Move::from)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(DeliveryState.class)));
    }

    /// Whether it stays so unless an operator wants otherwise.
    public static boolean isOver(DeliveryState state) {
        return switch (state) {
            case WAITING, ATTEMPTING, DEFERRED, HELD -> false;
            case DELIVERED, BOUNCED, SUPPRESSED, FAILED, CANCELED -> true;
        };
    }

    /// The state that this leads to; empty when it cannot happen.
    public static Optional<DeliveryState> after(@Nullable DeliveryState from, Happening what) {
        return MOVES.stream()
                .filter(move -> move.from() == from && move.what() == what)
                .map(Move::to)
                .findFirst();
    }
}
