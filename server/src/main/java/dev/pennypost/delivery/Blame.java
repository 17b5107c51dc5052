package dev.pennypost.delivery;

import dev.pennypost.mail.smtp.EnhancedCode;
import dev.pennypost.mail.smtp.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Tells bounces that are the recipient's fault from those that are anybody else's: policy, authentication, content, a
/// full mailbox. In doubt it is not the recipient's, because whoever is blamed gets no more mail.
final class Blame {
    /// Without an enhanced code, 550 also means policy (RFC 5321 §4.2.3), so the text has to say it.
    private static final List<String> NO_SUCH_MAILBOX = List.of(
            "user unknown",
            "unknown user",
            "unknown recipient",
            "unknown mailbox",
            "unknown local",
            "unrouteable address",
            "unroutable address",
            "no such user",
            "no such mailbox",
            "no such recipient",
            "no such address",
            "no such person",
            "no mailbox",
            "user not found",
            "mailbox not found",
            "recipient not found",
            "address not found",
            "does not exist",
            "doesn't exist",
            "invalid mailbox",
            "invalid recipient",
            "not a valid mailbox");

    /// Texts that say the same words of somebody else.
    private static final List<String> OTHERS = List.of("sender", "client", "helo", "spam", "spf", "policy", "block");

    private Blame() {}

    static boolean isRecipients(Outcome.Bounced bounced) {
        return switch (bounced.reason()) {
            case RECIPIENT_INVALID -> bounced.reply() != null && namesTheMailbox(bounced.reply());
            // Ours: there is no such domain, or it takes no mail; not that we may not speak to its servers (5.4.4).
            case DOMAIN_INVALID ->
                bounced.reply() != null
                        || code(bounced.explanation())
                                .filter(Blame::isAddressing)
                                .isPresent();
            default -> false;
        };
    }

    /// RFC 3463 §3.2: no such mailbox, no such form of address, moved away. X.1.0 says too little.
    private static boolean namesTheMailbox(Reply reply) {
        return reply.enhanced()
                .filter(code -> code.subject() != 1 || code.detail() != 0)
                .map(code -> isAddressing(code) && List.of(1, 3, 6).contains(code.detail()))
                .orElseGet(() -> saysSo(reply));
    }

    private static boolean saysSo(Reply reply) {
        String text = reply.text().toLowerCase(Locale.ROOT);
        return NO_SUCH_MAILBOX.stream().anyMatch(text::contains)
                && OTHERS.stream().noneMatch(text::contains);
    }

    private static boolean isAddressing(EnhancedCode code) {
        return code.subject() == 1;
    }

    private static Optional<EnhancedCode> code(String explanation) {
        return EnhancedCode.leading(explanation);
    }
}
