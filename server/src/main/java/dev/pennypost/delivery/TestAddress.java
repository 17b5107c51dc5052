package dev.pennypost.delivery;

import dev.pennypost.mail.smtp.Reply;
import java.util.Locale;
import java.util.Optional;

/// A mailbox that stands for what becomes of an email, known by its local part (contract §29.9); `+label` makes no
/// difference but for `suppressed`, which takes none.
public enum TestAddress {
    DELIVERED(250, "2.0.0 OK"),
    /// There is no such user: refused for good.
    BOUNCED(550, "5.1.1 Unknown user"),
    /// Takes its mail, and calls it spam.
    COMPLAINED(250, "2.0.0 OK"),
    /// Is not sent to, as if an email had bounced before.
    SUPPRESSED(250, "2.0.0 OK"),
    /// Refuses each message once, for now.
    DELAYED(451, "4.7.1 Try again later");

    private final int code;
    private final String text;

    TestAddress(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /// What its server says to mail for it; [#DELAYED] says so only the first time.
    public Reply reply() {
        return Reply.of(code, text);
    }

    /// What a mailbox stands for, such as that of `bounced+7@dest.test`; most stand for nothing.
    public static Optional<TestAddress> named(String mailbox) {
        int at = mailbox.lastIndexOf('@');
        if (at < 0) return Optional.empty();
        String local = mailbox.substring(0, at).toLowerCase(Locale.ROOT);
        if (local.equals("suppressed")) return Optional.of(SUPPRESSED);
        int plus = local.indexOf('+');
        return switch (plus < 0 ? local : local.substring(0, plus)) {
            case "delivered" -> Optional.of(DELIVERED);
            case "bounced" -> Optional.of(BOUNCED);
            case "complained" -> Optional.of(COMPLAINED);
            case "delayed" -> Optional.of(DELAYED);
            default -> Optional.empty();
        };
    }
}
