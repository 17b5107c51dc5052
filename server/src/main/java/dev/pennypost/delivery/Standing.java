package dev.pennypost.delivery;

import dev.pennypost.mail.address.Address;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a delivery stands and why.
///
/// @param waits why; null when it does not wait
/// @param due when the next attempt comes; null when none is planned
/// @param attempts how many have been made
/// @param tried the attempts that are remembered, in their order
public record Standing(
        Address recipient,
        DeliveryState state,
        @Nullable WaitReason waits,
        @Nullable Instant due,
        int attempts,
        List<Tried> tried) {
    public Standing {
        tried = List.copyOf(tried);
    }

    /// An attempt and what was understood of it.
    ///
    /// @param host the server's name; null when none was reached for
    /// @param outcome `delivered`, `deferred` or `bounced`
    /// @param said what the server answered, or what was concluded without an answer
    /// @param category what a refusal was about, as rule files spell it; null when nobody refused anything
    /// @param rule the name of the rule that said so
    /// @param advice what the rule advises for the site, as rule files spell it; null for nothing
    public record Tried(
            int number,
            Instant at,
            @Nullable String host,
            String outcome,
            @Nullable String said,
            @Nullable String category,
            @Nullable String rule,
            @Nullable String advice) {}

    /// The answer to the last attempt, or what was concluded without one; null before the first, and when it is no
    /// longer remembered.
    public @Nullable String said() {
        return tried.isEmpty() || tried.getLast().number() != attempts
                ? null
                : tried.getLast().said();
    }
}
