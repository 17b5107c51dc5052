package dev.pennypost.inboxes;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An address that mail is to arrive at.
///
/// @param name what people call it; null when it has none
public record Inbox(
        InboxId id,
        DomainId domain,
        Address address,
        @Nullable String name,
        Instant createdAt) {}
