package dev.pennypost.delivery;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.teams.TeamId;
import java.time.Instant;

/// One recipient of one email on its way.
///
/// @param signedBy the domain whose key signs the message
/// @param reversePath where bounces go (RFC 5321 §4.5.5), without angle brackets
/// @param tls what the sending domain demands of connections
/// @param urgency whether it goes before others
/// @param attempts how many have been made
/// @param createdAt since when it is tried: when its email was accepted, or an operator had it tried anew
public record Delivery(
        DeliveryId id,
        TeamId team,
        DomainId signedBy,
        Address recipient,
        String reversePath,
        TlsMode tls,
        Urgency urgency,
        int attempts,
        Instant createdAt) {
    /// The domain that bounces go to: the sending domain, or one below it.
    DomainName returnDomain() {
        return Address.parse(reversePath).domain();
    }
}
