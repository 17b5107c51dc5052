package dev.pennypost.mail.report;

import dev.pennypost.mail.mime.MessageTooComplex;
import dev.pennypost.mail.mime.ParsedAttachment;
import dev.pennypost.mail.mime.ParsedHeader;
import dev.pennypost.mail.mime.ParsedMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The header of the message that a report is about, which it carries whole or in part.
final class OriginalHeader {
    static final String MESSAGE = "message/rfc822";

    private static final Set<String> TYPES =
            Set.of(MESSAGE, "text/rfc822-headers", "message/global", "message/global-headers");

    private OriginalHeader() {}

    /// Its fields; none when the report carries nothing of it.
    static List<ParsedHeader> in(ParsedMessage report) {
        return report.attachments().stream()
                .filter(part -> TYPES.contains(part.contentType()))
                .findFirst()
                .map(OriginalHeader::fields)
                .orElse(List.of());
    }

    private static List<ParsedHeader> fields(ParsedAttachment part) {
        try {
            return ParsedMessage.parse(Arrays.copyOf(part.content(), end(part.content())), Report.LIMITS)
                    .headers();
        } catch (MessageTooComplex hostile) {
            return List.of();
        }
    }

    /// Behind the first empty line, whatever ends lines here.
    private static int end(byte[] message) {
        boolean empty = true;
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '\n' && empty) return i + 1;
            if (message[i] == '\n') empty = true;
            else if (message[i] != '\r') empty = false;
        }
        return message.length;
    }
}
