package dev.pennypost.emails;

import dev.pennypost.mail.message.Attachment;
import dev.pennypost.secrets.Seal;
import dev.pennypost.secrets.SealedIds;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Links to the files of emails for an hour, for people and programs without an API key.
public final class AttachmentLinks {
    private static final Duration VALID = Duration.ofHours(1);
    private static final int IDS = 3;

    private final Emails emails;
    private final Seal seal;
    private final InstantSource clock;

    public AttachmentLinks(Emails emails, Seal seal, InstantSource clock) {
        this.emails = emails;
        this.seal = seal;
        this.clock = clock;
    }

    /// @param token what stands for the file in an address
    public record Link(String token, Instant expiresAt) {}

    public Link to(TeamId team, EmailId email, UUID attachment) {
        Instant end = clock.instant().plus(VALID).truncatedTo(ChronoUnit.SECONDS);
        var said = new SealedIds(List.of(team.value(), email.value(), attachment), end);
        return new Link(said.sealed(seal), end);
    }

    /// The file; empty when the token is none of ours, has ended, or the file is gone.
    public Optional<Attachment> open(String token) {
        return SealedIds.open(token, seal, IDS)
                .filter(said -> clock.instant().isBefore(said.expiresAt()))
                .flatMap(said -> emails.attachment(
                        new TeamId(said.ids().getFirst()),
                        new EmailId(said.ids().get(1)),
                        said.ids().getLast()));
    }
}
