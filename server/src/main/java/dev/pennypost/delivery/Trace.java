package dev.pennypost.delivery;

import dev.pennypost.mail.address.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a delivery went through and why, as far as it is remembered.
///
/// @param due when the next attempt comes; null when none is planned
/// @param settledAt when it was over; null when it is not
/// @param attempts in their order
/// @param waited what it waited for, in order of time; the last may still last
public record Trace(
        Address recipient,
        DeliveryState state,
        Instant createdAt,
        @Nullable Instant due,
        @Nullable Instant settledAt,
        List<Tried> attempts,
        List<Wait> waited) {
    public Trace {
        attempts = List.copyOf(attempts);
        waited = List.copyOf(waited);
    }

    /// @param postponed waits that no attempt began with
    static Trace of(
            Address recipient,
            DeliveryState state,
            Instant createdAt,
            @Nullable Instant due,
            @Nullable Instant settledAt,
            List<Tried> attempts,
            List<Wait> postponed) {
        var waited = new ArrayList<>(postponed);
        for (int i = 0; i < attempts.size(); i++) {
            Tried attempt = attempts.get(i);
            if (attempt.waits == null) continue;
            Instant until = i + 1 < attempts.size() ? attempts.get(i + 1).at : due;
            waited.add(new Wait(attempt.waits, attempt.at.plus(attempt.took), until, 1));
        }
        waited.sort(Comparator.comparing(Wait::since));
        return new Trace(recipient, state, createdAt, due, settledAt, attempts, waited);
    }

    /// In one sentence.
    public String summary() {
        return TraceSummary.of(this);
    }

    /// An attempt with all that is known of it.
    ///
    /// @param dns what DNS had said of the recipient's domain; null when it was not asked
    /// @param host the server's name; null when none was reached for
    /// @param address its IP address and port
    /// @param source which of our addresses it came from, by its name; null when none was used
    /// @param tls protocol and cipher; null in the clear
    /// @param tlsPolicy what was decided about encryption and came of it, such as `dane verified`
    /// @param outcome `delivered`, `deferred` or `bounced`
    /// @param waits why it was put off; null when it was not
    /// @param bounced why it was given up; null when it was not
    /// @param said what the server answered, or what was concluded without an answer
    /// @param category what a refusal was about, as rule files spell it; null when nobody refused anything
    /// @param rule the name of the rule that said so
    /// @param advice what the rule advises for the site, as rule files spell it; null for nothing
    /// @param conversation everything said, from connecting on when the connection was opened for it
    public record Tried(
            int number,
            Instant at,
            Duration took,
            @Nullable DnsAnswers dns,
            @Nullable String host,
            @Nullable String address,
            @Nullable String source,
            @Nullable String tls,
            @Nullable String tlsPolicy,
            String outcome,
            @Nullable WaitReason waits,
            @Nullable BounceReason bounced,
            @Nullable String said,
            @Nullable String category,
            @Nullable String rule,
            @Nullable String advice,
            List<Line> conversation) {
        public Tried {
            conversation = List.copyOf(conversation);
        }
    }

    /// Something that was said, and what came back.
    ///
    /// @param phase of the conversation, such as `rcpt`
    /// @param reply null when there was none
    /// @param ms how long it took, in milliseconds
    public record Line(
            String phase, String command, @Nullable String reply, double ms) {}

    /// Something that was waited for.
    ///
    /// @param until its end, or when that is expected; null when nobody knows
    /// @param times how often it came up again at once
    public record Wait(
            WaitReason reason, Instant since, @Nullable Instant until, int times) {}
}
