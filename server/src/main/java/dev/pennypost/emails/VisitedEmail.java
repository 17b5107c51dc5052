package dev.pennypost.emails;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// That a person visited what we put into an email.
///
/// @param domain whose key signed it
/// @param click how a link was followed; null when the email was shown
/// @param first whether this recipient had not done the same with this email before
public record VisitedEmail(
        TeamId team,
        DomainId domain,
        EmailId email,
        Address recipient,
        Instant at,
        EmailEvent.@Nullable Click click,
        boolean first) {}
