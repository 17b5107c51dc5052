package dev.pennypost.dashboard.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A mail in the list.
record MailRow(String path, String subject, String to, String size, Instant at) {
    static final List<String> CELLS = List.of("id", "mail_from", "rcpt_to", "subject", "size", "received_at");
    private static final int MOST_NAMED = 3;

    static MailRow of(CaughtMailbox.Caught mail) {
        return new MailRow(
                MailboxPages.PATH + "/" + mail.id(), subject(mail), to(mail.recipients()), size(mail.size()), mail.at());
    }

    static List<String> cells(CaughtMailbox.Caught mail) {
        return List.of(
                mail.id().toString(),
                mail.mailFrom(),
                String.join(" ", mail.recipients()),
                mail.subject() == null ? "" : mail.subject(),
                String.valueOf(mail.size()),
                mail.at().toString());
    }

    static String subject(CaughtMailbox.Caught mail) {
        return mail.subject() == null || mail.subject().isBlank() ? "No subject" : mail.subject();
    }

    private static String to(List<String> recipients) {
        String some = String.join(", ", recipients.subList(0, Math.min(MOST_NAMED, recipients.size())));
        return recipients.size() <= MOST_NAMED ? some : some + " and " + (recipients.size() - MOST_NAMED) + " more";
    }

    static String size(long octets) {
        if (octets < 1024) return octets + " bytes";
        return octets < 1024 * 1024
                ? String.format(Locale.ENGLISH, "%.1f KB", octets / 1024.0)
                : String.format(Locale.ENGLISH, "%.1f MB", octets / (1024.0 * 1024.0));
    }
}
