package dev.pennypost.mail.smtp;

import java.util.List;

/// Who a message is from and for, as far as SMTP is concerned (RFC 5321 §2.3.1): what the MAIL and RCPT
/// commands say.
///
/// @param reversePath where bounces go, without angle brackets; empty for the null reverse path
/// @param recipients forward paths without angle brackets, at least one
/// @param smtpUtf8 addresses or headers need RFC 6531; always so when an address is not ASCII
public record Envelope(String reversePath, List<String> recipients, Body body, boolean smtpUtf8) {
    public Envelope {
        recipients = List.copyOf(recipients);
        smtpUtf8 = smtpUtf8 || !isAscii(reversePath) || !recipients.stream().allMatch(Envelope::isAscii);
    }

    /// A 7-bit message.
    public static Envelope of(String reversePath, String... recipients) {
        return new Envelope(reversePath, List.of(recipients), Body.SEVEN_BIT, false);
    }

    public Envelope withBody(Body other) {
        return new Envelope(reversePath, recipients, other, smtpUtf8);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) >= 0x80) return false;
        return true;
    }
}
