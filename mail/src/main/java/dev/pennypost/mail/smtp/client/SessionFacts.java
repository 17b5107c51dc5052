package dev.pennypost.mail.smtp.client;

import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.TlsFacts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of an open session: who is at the other end and how the two got here.
///
/// @param extensions as offered last, that is after TLS
/// @param tlsFacts null in the clear
/// @param steps from connecting to the last EHLO
public record SessionFacts(
        Target target,
        Reply greeting,
        Extensions extensions,
        @Nullable TlsFacts tlsFacts,
        List<Step> steps) {
    public SessionFacts {
        steps = List.copyOf(steps);
    }

    public Optional<TlsFacts> tls() {
        return Optional.ofNullable(tlsFacts);
    }
}
