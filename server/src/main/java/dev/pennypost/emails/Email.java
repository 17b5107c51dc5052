package dev.pennypost.emails;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.teams.TeamId;
import dev.pennypost.templates.TemplateId;
import dev.pennypost.topics.TopicId;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An accepted email without its content.
///
/// @param domain the domain that signs it
/// @param from a mailbox in its text form, as are those of `to`, `cc`, `bcc` and `replyTo`
/// @param messageId the Message-ID field with its angle brackets (RFC 5322 §3.6.4)
/// @param tags in the order they came, as are `headers`
/// @param scheduledAt when it was to leave, also after it has; null for one that left at once
/// @param topic that its recipients must want, perhaps removed by now; null for none
/// @param template it was made from, perhaps removed by now; null for none
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
        Instant createdAt,
        @Nullable Instant scheduledAt,
        @Nullable TopicId topic,
        @Nullable TemplateId template) {
    /// When it is dated: the time it was to leave at, or came at.
    Instant date() {
        return scheduledAt == null ? createdAt : scheduledAt;
    }

    /// Every recipient's address once, in the order they were given.
    public List<Address> recipients() {
        var distinct = new LinkedHashMap<String, Address>();
        for (String text : everybody()) {
            var address = Mailbox.parse(text).address();
            distinct.putIfAbsent(address.toString(), address);
        }
        return List.copyOf(distinct.values());
    }

    /// Every recipient, blind ones included.
    List<String> everybody() {
        return Stream.of(to, cc, bcc).flatMap(List::stream).toList();
    }

    /// These recipients as the customer spelled them.
    List<String> naming(Collection<Address> some) {
        Set<String> wanted = some.stream().map(Address::toString).collect(Collectors.toSet());
        return everybody().stream()
                .filter(text -> wanted.contains(Mailbox.parse(text).address().toString()))
                .toList();
    }

    Email with(LastEvent event) {
        return new Email(
                id,
                team,
                domain,
                from,
                to,
                cc,
                bcc,
                replyTo,
                subject,
                messageId,
                tags,
                headers,
                event,
                createdAt,
                scheduledAt,
                topic,
                template);
    }

    /// What events tell of it.
    EmailEvent.Facts facts(List<String> impacted) {
        return new EmailEvent.Facts(
                id.value(),
                team.value(),
                createdAt,
                from,
                impacted,
                subject,
                messageId,
                tags,
                headers,
                template == null ? null : template.value(),
                domain.value());
    }
}
