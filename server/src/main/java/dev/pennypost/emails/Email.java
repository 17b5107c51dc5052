package dev.pennypost.emails;

import dev.pennypost.domains.DomainId;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// An accepted email without its content.
///
/// @param domain the domain that signs it
/// @param from a mailbox in its text form, as are those of `to`, `cc`, `bcc` and `replyTo`
/// @param messageId the Message-ID field with its angle brackets (RFC 5322 §3.6.4)
/// @param tags in the order they came, as are `headers`
public record Email(
        EmailId id,
        TeamId team,
        DomainId domain,
        String from,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        List<String> replyTo,
        String subject,
        String messageId,
        Map<String, String> tags,
        Map<String, String> headers,
        LastEvent lastEvent,
        Instant createdAt) {

    /// Every recipient, blind ones included.
    List<String> everybody() {
        return Stream.of(to, cc, bcc).flatMap(List::stream).toList();
    }

    /// What events tell of it.
    EmailEvent.Facts facts(List<String> impacted) {
        return new EmailEvent.Facts(
                id.value(), team.value(), createdAt, from, impacted, subject, messageId, tags, headers);
    }
}
