package dev.pennypost.emails;

import dev.pennypost.delivery.Trace;
import dev.pennypost.emails.lint.Warning;
import dev.pennypost.mail.address.Address;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything known of why an email fared as it did.
///
/// @param warnings what was noticed about its content when it was accepted
/// @param deliveries in the order of its recipients; empty while it waits for its time
/// @param returned what came back after servers had taken it, in order of time
public record Why(Email email, List<Warning> warnings, List<Trace> deliveries, List<Report> returned) {
    public Why {
        warnings = List.copyOf(warnings);
        deliveries = List.copyOf(deliveries);
        returned = List.copyOf(returned);
    }

    /// A bounce or a complaint that was received.
    ///
    /// @param recipient null when it is about nobody in particular
    /// @param kind `bounced`, `complained`, or `unproven` for a complaint that nothing follows from
    /// @param meaning what a bounce means; null unless it is one
    /// @param status the enhanced code that it tells (RFC 3463)
    /// @param diagnostic what it quotes of a server
    /// @param remoteMta which server
    public record Report(
            @Nullable Address recipient,
            String kind,
            @Nullable ReturnMeaning meaning,
            @Nullable String status,
            @Nullable String diagnostic,
            @Nullable String remoteMta,
            Instant at) {
        static Report of(Returned returned) {
            return new Report(
                    returned.recipient(),
                    returned.kind().column(),
                    returned.meaning(),
                    returned.status(),
                    returned.diagnostic(),
                    returned.remoteMta(),
                    returned.at());
        }
    }
}
