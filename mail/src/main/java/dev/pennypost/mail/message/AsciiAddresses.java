package dev.pennypost.mail.message;

import dev.pennypost.mail.address.Mailbox;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What becomes of header addresses whose local part is beyond ASCII in a message for a server without
/// SMTPUTF8. Such an address has no ASCII form (RFC 6530 §7.1); where it only tells who else has the message,
/// it becomes the name of an empty group, to be read and not to be written to (RFC 6857 §3.1.8).
final class AsciiAddresses {
    /// RFC 5322 §3.6.2 lets no group stand here, and RFC 6854 §3 says not to use the leave it gives.
    private static final Set<String> ORIGINATORS = Set.of("from", "sender", "resent-from", "resent-sender");

    private AsciiAddresses() {}

    /// Whether the field still does what it is there for: an author stays an author, and of the addresses for
    /// answers one at least takes answers, lest they go to somebody else.
    static boolean mayStandIn(String field, List<Mailbox> mailboxes) {
        String lower = field.toLowerCase(Locale.ROOT);
        if (ORIGINATORS.contains(lower)) return mailboxes.stream().noneMatch(AsciiAddresses::isUnwritable);
        if (!lower.equals("reply-to") || mailboxes.isEmpty()) return true;
        return !mailboxes.stream().allMatch(AsciiAddresses::isUnwritable);
    }

    static boolean isUnwritable(Mailbox mailbox) {
        return mailbox.address().needsSmtpUtf8();
    }

    /// The name of the group that stands for a mailbox.
    static String groupName(Mailbox mailbox) {
        String address = mailbox.address().unicode();
        return mailbox.displayName() == null ? address : mailbox.displayName() + " " + address;
    }
}
