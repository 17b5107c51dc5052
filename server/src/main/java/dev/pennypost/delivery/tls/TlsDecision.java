package dev.pennypost.delivery.tls;

import dev.pennypost.mail.smtp.client.TlsDemand;
import dev.pennypost.mail.tlsrpt.ResultType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What becomes of a session with one server for one domain.
sealed interface TlsDecision {
    /// Something that reports are to say, whatever becomes of the session.
    ///
    /// @param host the mail server it is about; empty when it is about none
    /// @param reason our own word for it, or empty
    record Trouble(AppliedPolicy policy, String host, ResultType result, String reason) {}

    /// It is opened under this demand.
    ///
    /// @param policy it is counted under; null where no report speaks of it
    /// @param words the decision in a few words, as attempts keep it
    /// @param onFailure what is demanded instead when TLS does not come about; null when nothing is
    record Speak(
            TlsDemand demand,
            @Nullable AppliedPolicy policy,
            String words,
            @Nullable TlsDemand onFailure,
            Optional<Trouble> trouble)
            implements TlsDecision {
        Speak with(Optional<Trouble> noticed) {
            return new Speak(demand, policy, words, onFailure, noticed);
        }
    }

    /// It is not opened.
    record Barred(Bar bar, String words, Trouble trouble) implements TlsDecision {}
}
