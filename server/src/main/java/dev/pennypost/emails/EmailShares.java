package dev.pennypost.emails;

import dev.pennypost.secrets.Seal;
import dev.pennypost.secrets.SealedIds;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Links that show one email to somebody without an account (contract §9.6). Nothing is kept of them: a link ends by
/// itself.
public final class EmailShares {
    public static final Duration LONGEST = Duration.ofDays(2);
    private static final int IDS = 2;

    private final Emails emails;
    private final Seal seal;
    private final InstantSource clock;

    public EmailShares(Emails emails, Seal seal, InstantSource clock) {
        this.emails = emails;
        this.seal = seal;
        this.clock = clock;
    }

    /// An email as a link shows it.
    public record Shared(Email email, Content content, Instant expiresAt) {}

    /// Makes a link's token; empty when the team has no such email.
    ///
    /// @param validFor up to [#LONGEST]
    public Optional<String> create(TeamId team, EmailId id, Duration validFor) {
        Instant end = clock.instant().plus(validFor).truncatedTo(ChronoUnit.SECONDS);
        return emails.shared(team, id, end).map(_ -> new SealedIds(List.of(team.value(), id.value()), end).sealed(seal));
    }

    /// What a link shows; empty when it is none of ours, has ended, or the email is gone.
    public Optional<Shared> open(String token) {
        return SealedIds.open(token, seal, IDS)
                .filter(said -> clock.instant().isBefore(said.expiresAt()))
                .flatMap(this::shared);
    }

    private Optional<Shared> shared(SealedIds said) {
        var team = new TeamId(said.ids().getFirst());
        var id = new EmailId(said.ids().getLast());
        return emails.get(team, id)
                .flatMap(
                        email -> emails.content(team, id).map(content -> new Shared(email, content, said.expiresAt())));
    }
}
