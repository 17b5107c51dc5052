package dev.pennypost.submission;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The trace that a message passed here (RFC 5321 §4.4), by which loops are found. It leaves out where the
/// message came from: that is the address of a customer's server, and none of the recipients' business.
///
/// @param hostName ours
/// @param protocol such as `ESMTPSA` (RFC 3848)
record ReceivedField(String hostName, String protocol, Instant at) {
    // RFC 5322 §3.3
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM uuuu HH:mm:ss xx", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    String date() {
        return DATE.format(at);
    }

    /// The fields to put in front of a message.
    ///
    /// @param dated whether the message has a date of its own
    byte[] lines(boolean dated) {
        String received = "Received: by " + hostName + " with " + protocol + ";\r\n\t" + date() + "\r\n";
        String lines = dated ? received : received + "Date: " + date() + "\r\n";
        return lines.getBytes(StandardCharsets.US_ASCII);
    }
}
