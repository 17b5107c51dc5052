package dev.pennypost.emails.lint;

import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.message.CustomHeader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is looked at of an email.
///
/// @param hasReplyTo whether replies go elsewhere than to `from`
/// @param recipients how many get it
/// @param lacksDmarc whether the sender's domain is known to have no valid DMARC record
public record Draft(
        Address from,
        boolean hasReplyTo,
        int recipients,
        String subject,
        @Nullable String html,
        @Nullable String text,
        List<CustomHeader> headers,
        boolean lacksDmarc) {
    public Draft {
        headers = List.copyOf(headers);
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(CustomHeader::value)
                .findFirst();
    }
}
